//! What of an order is due when, how it is paid, and who is reminded.

use chrono::TimeDelta;

use serde_json::{Value, json};

use super::{ANN, answers::deadlines, owner};
use crate::{
    documents::{as_kontor, buy, faults, listen, open, text, work},
    medusa::visitor::letters_to,
    shop::Shop,
};

/// Pays a collection as a provider does that takes the money at once.
async fn pay(shop: &Shop, collection: &str) {
    promise(shop, collection).await;
    crate::documents::capture(shop).await;
}

/// The same where the money is promised and not taken yet.
async fn promise(shop: &Shop, collection: &str) {
    as_kontor(
        shop,
        &format!(
            "with c as (select * from payment_collections where private.wire_id('pay_col', id) = '{collection}'),
             s as (insert into payment_sessions (organization_id, payment_collection_id, provider_id, amount, currency_code)
               select organization_id, id, 'pp_system_default', amount, currency_code from c returning *),
             p as (insert into payments (organization_id, payment_collection_id, payment_session_id, provider_id, currency_code, amount)
               select organization_id, payment_collection_id, id, provider_id, currency_code, amount from s returning *)
             select 1 from p"
        ),
    )
    .await;
    as_kontor(shop, "select private.sum_up_collection(id, now()) from payment_collections").await;
}

fn kinds(answer: &Value) -> Vec<(&str, String)> {
    answer["dues"].as_array().unwrap().iter().map(|due| (text(&due["kind"]), due["amount"].to_string())).collect()
}

#[tokio::test]
async fn a_plan_is_what_is_left() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let order = buy(&shop.shopper(), ANN).await;
    let at = format!("/admin/orders/{}/dues", text(&order["id"]));
    assert_eq!(staff.get(&at).ok().await["dues"], json!([]));
    let wrong = json!({"dues": [{"kind": "deposit", "amount": 20}]});
    let refused = staff.post(&at, &wrong).error(400).await;
    assert!(text(&refused["message"]).starts_with("The dues come to 20, but 41 is left to pay of order"), "{refused}");
    for (body, words) in [
        (json!({}), "Field 'dues' is required"),
        (
            json!({"dues": [{"kind": "gift", "amount": 41}]}),
            "Expected: 'deposit, balance, instalment' for field 'dues, 0, kind'",
        ),
        (json!({"dues": [{"kind": "deposit", "amount": 0}]}), "Value for field 'dues, 0, amount' too small"),
        (json!({"dues": [{"kind": "deposit"}]}), "Field 'dues, 0, amount' is required"),
    ] {
        let refused = staff.post(&at, &body).error(400).await;
        assert!(text(&refused["message"]).contains(words), "{refused}");
    }
    let plan = json!({"dues": [{"kind": "deposit", "amount": 20, "due_at": "2026-12-01T10:00:00Z"}, {"kind": "balance", "amount": "21"}]});
    let made = staff.post(&at, &plan).ok().await;
    assert_eq!(kinds(&made), [("deposit", "20".to_owned()), ("balance", "21".to_owned())]);
    let anew = json!({"dues": [{"kind": "instalment", "amount": 40.99}, {"kind": "instalment", "amount": 0.01}]});
    assert_eq!(
        kinds(&staff.post(&at, &anew).ok().await),
        [("instalment", "40.99".to_owned()), ("instalment", "0.01".to_owned())]
    );
    staff.post("/admin/orders/order_x/dues", &plan).error(404).await;
    staff.get("/admin/orders/order_x/dues").error(404).await;
    assert_eq!(shop.count("events where name = 'order.dues_planned'").await, 2);
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn a_due_is_paid_by_a_collection_of_its_own() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let made = staff.post("/admin/project-orders", &super::projects::project("kitchen")).ok().await;
    let order = text(&made["order"]["id"]).to_owned();
    let guest = shop.shopper();
    let dues = guest.get(&format!("/store/orders/{order}/dues")).ok().await["dues"].clone();
    let pay_for = format!("/store/orders/{order}/dues/{}/payment-collection", text(&dues[0]["id"]));
    let collection = guest.post(&pay_for, &json!({})).ok().await["payment_collection"].clone();
    assert_eq!((&collection["amount"], &collection["status"]), (&json!(714), &json!("not_paid")));
    assert_eq!(guest.post(&pay_for, &json!({})).ok().await["payment_collection"], collection, "asked again, the same");
    pay(&shop, text(&collection["id"])).await;
    let dues = guest.get(&format!("/store/orders/{order}/dues")).ok().await["dues"].clone();
    assert!(!dues[0]["paid_at"].is_null() && dues[1]["paid_at"].is_null(), "{dues}");
    assert_eq!(shop.count("events where name = 'order.due_paid'").await, 1);
    // What was paid stays; the rest is planned anew.
    let plan = json!({"dues": [{"kind": "instalment", "amount": 700}, {"kind": "balance", "amount": 14}]});
    let planned = staff.post(&format!("/admin/orders/{order}/dues"), &plan).ok().await;
    let expected = [("deposit", "714".to_owned()), ("instalment", "700".to_owned()), ("balance", "14".to_owned())];
    assert_eq!(kinds(&planned), expected);
    // The order comes to cost something else: its dues do too.
    shop.change("update orders set total = 1438").await;
    let more = staff.get(&format!("/admin/orders/{order}/dues")).ok().await;
    assert_eq!(kinds(&more)[2], ("balance", "24".to_owned()));
    shop.change("update orders set total = 1400").await;
    let less = staff.get(&format!("/admin/orders/{order}/dues")).ok().await;
    assert_eq!(kinds(&less), [("deposit", "714".to_owned()), ("instalment", "686".to_owned())]);
    shop.change("update orders set total = 1428").await;
    assert_eq!(faults(&shop).await, 0);
    guest.post(&format!("/store/orders/{order}/dues/due_x/payment-collection"), &json!({})).error(404).await;
    guest.get("/store/orders/order_x/dues").error(404).await;
    let refused = guest.post("/store/orders/order_x/dues/due_x/payment-collection", &json!({})).error(404).await;
    assert!(text(&refused["message"]).starts_with("Order with id"), "{refused}");
}

#[tokio::test]
async fn who_owes_is_reminded_once() {
    let shop = open().await;
    listen(&shop).await;
    let staff = owner(&shop).await;
    staff.post("/admin/project-orders", &super::projects::project("kitchen")).ok().await;
    work(&shop).await;
    assert!(letters_to(&shop, ANN).await[0].contains("Thank you for your order"));
    deadlines(&shop).await;
    assert_eq!(letters_to(&shop, ANN).await.len(), 1, "a week is left");
    shop.test.clock().advance(TimeDelta::days(5));
    for _ in 0..2 {
        deadlines(&shop).await;
        work(&shop).await;
    }
    let letters = letters_to(&shop, ANN).await;
    assert_eq!(letters.len(), 2);
    assert!(letters[0].contains("€714.00 is to be paid by"), "{}", letters[0]);
}

/// What was promised for a due stays promised when the order comes to cost less.
#[tokio::test]
async fn a_due_that_is_promised_stays_so() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let made = staff.post("/admin/project-orders", &super::projects::project("kitchen")).ok().await;
    let order = text(&made["order"]["id"]).to_owned();
    let guest = shop.shopper();
    let dues = guest.get(&format!("/store/orders/{order}/dues")).ok().await["dues"].clone();
    let mut collections = Vec::new();
    for due in dues.as_array().unwrap() {
        let at = format!("/store/orders/{order}/dues/{}/payment-collection", text(&due["id"]));
        let collection = guest.post(&at, &json!({})).ok().await["payment_collection"]["id"].clone();
        promise(&shop, text(&collection)).await;
        collections.push(collection);
    }
    shop.change("update orders set total = 1400").await;
    let states =
        "payment_collections where status = 'authorized' and (amount, authorized_amount) in ((714, 714), (686, 714))";
    assert_eq!((shop.count(states).await, collections.len()), (2, 2));
    assert_eq!(shop.count("payment_sessions where replaced_at is null").await, 2, "nobody has to pay anew");
}

/// What was paid for a due stays, whatever becomes of the order; and what was given back of it is asked for again only when the order costs
/// more again.
#[tokio::test]
async fn what_was_paid_is_asked_for_once() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let made = staff.post("/admin/project-orders", &super::projects::project("kitchen")).ok().await;
    let order = text(&made["order"]["id"]).to_owned();
    let (item, at) = (&made["order"]["items"][0]["id"], format!("/admin/order-edits/{order}"));
    let item = if let Some(item) = item.as_str() {
        item.to_owned()
    } else {
        let read = staff.get(&format!("/admin/orders/{order}")).ok().await;
        text(&read["order"]["items"][0]["id"]).to_owned()
    };
    let costs = async |net: u32| {
        staff.post("/admin/order-edits", &json!({"order_id": order})).ok().await;
        staff.post(&format!("{at}/items/item/{item}"), &json!({"quantity": 1, "unit_price": net})).ok().await;
        staff.post(&format!("{at}/confirm"), &json!({})).ok().await;
        let dues = staff.get(&format!("/admin/orders/{order}/dues")).ok().await;
        kinds(&dues).into_iter().map(|(_, amount)| amount).collect::<Vec<_>>()
    };
    let guest = shop.shopper();
    for due in guest.get(&format!("/store/orders/{order}/dues")).ok().await["dues"].as_array().unwrap() {
        let pay_for = format!("/store/orders/{order}/dues/{}/payment-collection", text(&due["id"]));
        let collection = guest.post(&pay_for, &json!({})).ok().await["payment_collection"]["id"].clone();
        pay(&shop, text(&collection)).await;
    }
    assert_eq!(costs(1000).await, ["714", "714"]);
    assert_eq!(faults(&shop).await, 0, "too much of it is paid, and nobody is asked");
    assert_eq!(costs(1200).await, ["714", "714"], "it is paid still");
    // A part goes back: what it was for is asked for when it is wanted again.
    assert_eq!(costs(1000).await, ["714", "714"]);
    as_kontor(
        &shop,
        "select private.settle_refund(r.id, 'succeeded', 50::smallint, null, now()), private.book_refund(r.id)
         from (select private.begin_refund(p.id, 238, null, null, null) as id from payments p order by p.id limit 1) r",
    )
    .await;
    assert_eq!(costs(1200).await, ["714", "714", "238"]);
    let plan = json!({"dues": [{"kind": "instalment", "amount": 100}, {"kind": "balance", "amount": 138}]});
    staff.post(&format!("/admin/orders/{order}/dues"), &plan).ok().await;
    assert_eq!(costs(1100).await, ["714", "714", "100", "19"]);
    assert_eq!(faults(&shop).await, 0);
}

/// An order that was canceled has no deadlines.
#[tokio::test]
async fn deadlines_of_canceled_orders() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let made = staff.post("/admin/project-orders", &super::projects::project("kitchen")).ok().await;
    let waiting = "private.shops_with_deadlines(now() + interval '10 days')";
    assert_eq!(shop.count(waiting).await, 1);
    staff.post(&format!("/admin/orders/{}/cancel", text(&made["order"]["id"])), &json!({})).ok().await;
    assert_eq!(shop.count(waiting).await, 0);
}
