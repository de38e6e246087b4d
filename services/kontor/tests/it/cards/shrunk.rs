//! What a bank decides on comes to cost less, or more, before it has decided: nobody pays twice, and nobody pays more than is asked for.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::Client;

use super::{
    ada, calls,
    charges::{balance, collection, kitchen, paid, pay},
    debits::deciding,
    keep, owner,
};
use crate::payments::{Rig, intent};

/// A kitchen of which 714 euros are paid, and 714 more are what a bank decides on: charged on their day. The order, its second due, the debit.
async fn deciding_on_the_rest(rig: &Rig, ada: &Client) -> (Value, Value, String) {
    let account = keep(rig, ada, "pm_card_visa").await;
    let (order, due) = kitchen(rig, ada, &account).await;
    rig.stripe.becomes(&account, "pm_success_sepa_debit").unwrap();
    rig.advance(TimeDelta::days(10));
    rig.run("payments.charges").await;
    rig.work().await;
    (order, due, deciding(rig).unwrap())
}

/// The kitchen comes to cost so much, without tax; what is due of it then.
async fn costs(staff: &Client, order: &Value, net: u32) -> Vec<String> {
    let id = order["id"].as_str().unwrap();
    let read = staff.get(&format!("/admin/orders/{id}")).ok().await;
    let (item, at) = (read["order"]["items"][0]["id"].as_str().unwrap(), format!("/admin/order-edits/{id}"));
    staff.post("/admin/order-edits", &json!({"order_id": id})).ok().await;
    staff.post(&format!("{at}/items/item/{item}"), &json!({"quantity": 1, "unit_price": net})).ok().await;
    staff.post(&format!("{at}/confirm"), &json!({})).ok().await;
    let dues = staff.get(&format!("/admin/orders/{id}/dues")).ok().await;
    dues["dues"].as_array().unwrap().iter().map(|due| due["amount"].to_string()).collect()
}

/// What the order costs, what was paid for it and not given back, and what is open.
async fn summary(staff: &Client, order: &Value) -> (f64, f64, f64) {
    let at = format!("/admin/orders/{}?fields=+summary", order["id"].as_str().unwrap());
    let summary = staff.get(&at).ok().await["order"]["summary"].clone();
    let of = |name: &str| summary[name].as_f64().unwrap_or_else(|| panic!("{summary}"));
    (of("current_order_total"), of("transaction_total"), of("pending_difference"))
}

/// Days go by, with the schedule that charges.
async fn a_week(rig: &Rig) {
    for _ in 0..7 {
        rig.advance(TimeDelta::days(1));
        rig.run("payments.charges").await;
        rig.work().await;
    }
}

/// What of refunds is on its way arrives.
async fn refunds_arrive(rig: &Rig) -> usize {
    let books = rig.stripe.books();
    let refunds = books["refunds"].as_array().unwrap();
    for refund in refunds.iter().filter(|refund| refund["status"] == "pending") {
        rig.stripe.settle_refund(refund["id"].as_str().unwrap(), "succeeded").unwrap();
    }
    let count = refunds.len();
    rig.work().await;
    count
}

/// It arrives, all of it: what is not owed any more goes back.
#[tokio::test]
async fn what_came_too_much_goes_back() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let (order, due, debit) = deciding_on_the_rest(&rig, &ada).await;
    let staff = owner(&rig, "olga").await;
    assert_eq!(costs(&staff, &order, 1000).await, ["714", "476"]);
    rig.work().await;
    // He cannot pay besides, and is not charged besides.
    let here = super::back(&rig).await;
    let at = format!("/store/payment-collections/{}/payment-sessions", collection(&here, &order, &due).await);
    let waits = here.post(&at, &crate::payments::by_stripe()).error(400).await;
    assert!(waits["message"].as_str().unwrap().ends_with("is open: a payment is on its way"), "{waits}");
    let before = calls(&rig, "POST", "/v1/payment_intents");
    a_week(&rig).await;
    assert_eq!(calls(&rig, "POST", "/v1/payment_intents"), before);
    rig.stripe.arrive(&debit, true).unwrap();
    rig.work().await;
    rig.work().await;
    assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(119_000)));
    assert_eq!(refunds_arrive(&rig).await, 1);
    a_week(&rig).await;
    let staff = owner(&rig, "otto").await;
    assert_eq!(summary(&staff, &order).await, (1190.0, 1190.0, 0.0));
    assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(119_000)));
    assert_eq!(rig.stripe.books()["refunds"].as_array().unwrap().len(), 1);
    rig.balances().await;
}

/// It fails: he is charged with what is owed by now.
#[tokio::test]
async fn one_that_fails_is_charged_anew_with_less() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let account = keep(&rig, &ada, "pm_card_visa").await;
    let (order, _) = kitchen(&rig, &ada, &account).await;
    rig.stripe.becomes(&account, "pm_failed_sepa_debit").unwrap();
    rig.advance(TimeDelta::days(10));
    rig.run("payments.charges").await;
    rig.work().await;
    let staff = owner(&rig, "olga").await;
    costs(&staff, &order, 1000).await;
    rig.stripe.arrive(&deciding(&rig).unwrap(), false).unwrap_err();
    rig.work().await;
    assert_eq!(rig.shop.count("order_dues where charges = 1").await, 1);
    rig.stripe.becomes(&account, "pm_card_visa").unwrap();
    a_week(&rig).await;
    assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(119_000)));
    assert_eq!(summary(&owner(&rig, "otto").await, &order).await, (1190.0, 1190.0, 0.0));
    assert_eq!(rig.stripe.books()["refunds"], json!([]));
    rig.balances().await;
}

/// Nothing is owed any more: all of it goes back.
#[tokio::test]
async fn what_nobody_owes_any_more_goes_back_whole() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let (order, _, debit) = deciding_on_the_rest(&rig, &ada).await;
    assert_eq!(costs(&owner(&rig, "olga").await, &order, 600).await, ["714"]);
    rig.work().await;
    rig.stripe.arrive(&debit, true).unwrap();
    rig.work().await;
    rig.work().await;
    assert_eq!(refunds_arrive(&rig).await, 1);
    assert_eq!((paid(&rig).await, balance(&rig)), (1, json!(71_400)));
    assert_eq!(summary(&owner(&rig, "otto").await, &order).await, (714.0, 714.0, 0.0));
    assert_eq!(crate::carts::faults(&rig.shop).await, 0);
}

/// It comes to cost less, and then as much as before, or more: what is on its way pays as much of that as it can.
#[tokio::test]
async fn less_and_more_again() {
    for (net, dues) in [(1100, vec!["714", "595"]), (1200, vec!["714", "714"]), (1300, vec!["714", "714", "119"])] {
        let rig = Rig::open().await;
        let ada = ada(&rig).await;
        let (order, _, debit) = deciding_on_the_rest(&rig, &ada).await;
        let staff = owner(&rig, "olga").await;
        costs(&staff, &order, 1000).await;
        assert_eq!(costs(&staff, &order, net).await, dues);
        rig.stripe.arrive(&debit, true).unwrap();
        rig.work().await;
        rig.work().await;
        let back = usize::from(net == 1100);
        assert_eq!((refunds_arrive(&rig).await, paid(&rig).await), (back, 2), "{net}");
        let (total, paid) = (f64::from(net) * 1.19, (f64::from(net) * 1.19).min(1428.0));
        assert_eq!(summary(&staff, &order).await, (total.round(), paid.round(), (total - paid).round()), "{net}");
        rig.balances().await;
    }
}

/// Both parts are with the bank when it comes to cost less: whichever arrives, he pays what the order costs.
#[tokio::test]
async fn two_that_a_bank_decides_on() {
    for (one, other) in [(true, true), (true, false), (false, true)] {
        let rig = Rig::open().await;
        let ada = ada(&rig).await;
        let staff = rig.staff().await;
        rig.shop.change("update stores set payment_capture = 'automatic'").await;
        let me = ada.get("/store/customers/me").ok().await["customer"]["id"].clone();
        let project = json!({
            "key": "kitchen", "email": super::ADA, "customer_id": me, "currency_code": "eur",
            "items": [{"title": "Kitchen, as drawn", "quantity": 1, "unit_price": 1200}], "tax": [{"rate": 19, "code": "DE19", "name": "VAT"}]
        });
        let made = staff.post("/admin/project-orders", &project).ok().await;
        let order = made["order"].clone();
        let mut debits = Vec::new();
        for (nth, arrives) in [one, other].into_iter().enumerate() {
            let debit = intent(&pay(&ada, &order, &made["dues"][nth], json!({})).await);
            let account = if arrives { "pm_success_sepa_debit" } else { "pm_failed_sepa_debit" };
            rig.stripe.confirm(&debit, account).unwrap();
            debits.push(debit);
        }
        rig.work().await;
        assert_eq!(costs(&staff, &order, 1000).await, ["714", "476"]);
        // What was agreed on is agreed on anew only when the bank has decided.
        let plan = json!({"dues": [{"kind": "balance", "amount": 1190}]});
        let at = format!("/admin/orders/{}/dues", order["id"].as_str().unwrap());
        let refused = staff.post(&at, &plan).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains("is being paid: wait for it"), "{refused}");
        for (debit, arrives) in debits.iter().zip([one, other]).rev() {
            assert_eq!(rig.stripe.arrive(debit, arrives).is_ok(), arrives);
            rig.work().await;
            rig.work().await;
            assert_eq!(crate::carts::faults(&rig.shop).await, 0, "{one} {other}");
        }
        refunds_arrive(&rig).await;
        let expected = f64::from(u8::from(one)) * 714.0 + f64::from(u8::from(other)) * 476.0;
        assert_eq!(summary(&staff, &order).await, (1190.0, expected, 1190.0 - expected), "{one} {other}");
        rig.balances().await;
    }
}

/// What came too much does not arrive where it came from: it goes back again, and in the end the shop is told.
#[tokio::test]
async fn what_came_too_much_and_does_not_go_back() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let (order, _, debit) = deciding_on_the_rest(&rig, &ada).await;
    costs(&owner(&rig, "olga").await, &order, 1000).await;
    rig.stripe.arrive(&debit, true).unwrap();
    rig.work().await;
    for hours in [1, 2, 4, 8, 16] {
        rig.work().await;
        let books = rig.stripe.books();
        let refund = books["refunds"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned();
        rig.stripe.settle_refund(&refund, "failed").unwrap();
        rig.work().await;
        rig.advance(TimeDelta::hours(hours));
        rig.jobs().await;
    }
    assert_eq!((calls(&rig, "POST", "/v1/refunds"), balance(&rig)), (5, json!(142_800)));
    let told = format!(
        "notifications where channel = 'feed' and resource_type = 'order' and data ->> 'description' like '238 EUR were to go back%'
           and data ->> 'title' = 'What was paid too much for order #{} does not go back'",
        order["display_id"]
    );
    assert_eq!(rig.shop.count(&told).await, 1);
    let staff = owner(&rig, "otto").await;
    assert_eq!(summary(&staff, &order).await, (1190.0, 1428.0, -238.0));
    rig.balances().await;
}
