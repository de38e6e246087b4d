//! What a bank decides of, at the customer's word, is not given back meanwhile: the shop is told, and it goes back if the shop wins.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    Rig,
    refused::{asked, canceled},
};
use crate::carts::{faults, path, variant};

fn balance(rig: &Rig) -> Value {
    rig.stripe.books()["sums"]["eur"]["balance"].clone()
}

/// How often the shop was told something of the order.
async fn told(rig: &Rig, order: &Value, words: &str) -> i64 {
    let lines = format!(
        "notifications where channel = 'feed' and resource_type = 'order' and resource_id = (select id from orders)
           and data ->> 'title' like '%order #{}%' and data ->> 'description' like '{words}'",
        order["display_id"]
    );
    rig.shop.count(&lines).await
}

const WAITS: &str = "41 EUR are disputed at the customer''s bank (fraudulent)%go back by themselves if you win%";
const ASKS: &str = "41 EUR are questioned by the customer''s bank (fraudulent)%refund them yourself%";
const LOST: &str = "41 EUR%bank has given them back: they are not refunded%";

/// Weeks go by, with all that looks after payments.
async fn weeks(rig: &Rig) {
    for _ in 0..4 {
        rig.advance(TimeDelta::days(5));
        rig.run("payments.objects").await;
        rig.run("payments.attempts").await;
        rig.work().await;
    }
}

#[tokio::test]
async fn what_is_disputed_waits_for_its_end() {
    for (end, asked_for, left) in [("won", 1, 0), ("lost", 0, 0)] {
        let rig = Rig::open().await;
        let order = canceled(&rig, "pm_card_createDispute").await;
        rig.work().await;
        assert_eq!((asked(&rig), told(&rig, &order, WAITS).await), (0, 1));
        weeks(&rig).await;
        rig.stripe.settle_dispute(&rig.dispute(), "under_review").unwrap();
        rig.work().await;
        weeks(&rig).await;
        assert_eq!((asked(&rig), told(&rig, &order, "%").await), (0, 1), "nobody asks, and it is told once");
        rig.balances().await;
        rig.stripe.settle_dispute(&rig.dispute(), end).unwrap();
        rig.work().await;
        rig.work().await;
        assert_eq!((asked(&rig), balance(&rig)), (asked_for, json!(left)), "{end}");
        assert_eq!(told(&rig, &order, LOST).await, i64::from(end == "lost"));
        weeks(&rig).await;
        assert_eq!((asked(&rig), balance(&rig)), (asked_for, json!(left)), "{end}");
        assert_eq!(rig.shop.count("payment_refunds where status = 'failed'").await, 0);
        assert_eq!(rig.open_events().await, Vec::<String>::new());
        rig.balances().await;
    }
}

/// A bank only asks: it waits too, and whoever wants it over gives it back himself.
#[tokio::test]
async fn what_a_bank_asks_about_waits_too() {
    for (end, asked_for) in [("warning_closed", 1), ("needs_response", 0)] {
        let rig = Rig::open().await;
        let order = canceled(&rig, "pm_card_createDisputeInquiry").await;
        rig.work().await;
        assert_eq!((asked(&rig), told(&rig, &order, ASKS).await), (0, 1));
        weeks(&rig).await;
        assert_eq!(asked(&rig), 0);
        rig.stripe.settle_dispute(&rig.dispute(), end).unwrap();
        rig.work().await;
        rig.work().await;
        assert_eq!(asked(&rig), asked_for, "{end}");
        if end == "needs_response" {
            assert_eq!(told(&rig, &order, WAITS).await, 1, "now it is a dispute");
            rig.stripe.settle_dispute(&rig.dispute(), "won").unwrap();
            rig.work().await;
            rig.work().await;
        }
        assert_eq!((asked(&rig), balance(&rig)), (1, json!(0)), "{end}");
        rig.balances().await;
    }
}

#[tokio::test]
async fn somebody_gives_back_what_a_bank_asks_about() {
    let rig = Rig::open().await;
    let order = canceled(&rig, "pm_card_createDisputeInquiry").await;
    rig.work().await;
    let staff = crate::cards::owner(&rig, "olga").await;
    let at = format!("/admin/payments/{}", super::payment(&staff, &order).await["id"].as_str().unwrap());
    staff.post(&format!("{at}/refund"), &json!({})).ok().await;
    rig.work().await;
    rig.stripe.settle_dispute(&rig.dispute(), "warning_closed").unwrap();
    rig.work().await;
    rig.work().await;
    assert_eq!((asked(&rig), balance(&rig)), (1, json!(0)));
    rig.balances().await;
}

/// Nobody has told us of the dispute: Stripe refuses once, the dispute is looked up, and then it waits.
#[tokio::test]
async fn one_of_which_nobody_told() {
    let rig = Rig::silent().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 2)]).await;
    rig.stripe.confirm(&intent, "pm_card_createDispute").unwrap();
    let order = super::complete(&guest, &cart).await["order"].clone();
    let staff = rig.staff().await;
    staff.post(&format!("/admin/orders/{}/cancel", order["id"].as_str().unwrap()), &json!({})).ok().await;
    rig.jobs().await;
    assert_eq!((asked(&rig), told(&rig, &order, WAITS).await), (1, 1));
    rig.advance(TimeDelta::hours(9));
    rig.jobs().await;
    assert_eq!((asked(&rig), rig.shop.count("payment_disputes where status = 'needs_response'").await), (1, 1));
    rig.stripe.settle_dispute(&rig.dispute(), "won").unwrap();
    rig.run("payments.events").await;
    rig.jobs().await;
    assert_eq!((asked(&rig), balance(&rig)), (2, json!(0)));
    rig.balances().await;
}

/// The same of money that nothing was bought with; what is told of it before it has a row of ours is told again.
#[tokio::test]
async fn what_was_paid_for_nothing() {
    for (end, asked_for) in [("won", 1), ("lost", 0)] {
        let rig = Rig::open().await;
        rig.shop.change("update stores set payment_capture = 'automatic'").await;
        let guest = rig.shop.shopper();
        let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
        let more = json!({"variant_id": variant(1), "quantity": 1});
        guest.post(&format!("{}/line-items", path(&cart)), &more).ok().await;
        rig.stripe.confirm(&intent, "pm_card_createDispute").unwrap();
        for _ in 0..4 {
            rig.advance(TimeDelta::minutes(10));
            rig.work().await;
        }
        let lines = "notifications where channel = 'feed' and resource_type = 'payment'
            and data ->> 'description' like '23 EUR are disputed%'";
        assert_eq!((rig.shop.count(lines).await, rig.open_events().await), (1, Vec::new()));
        let before = asked(&rig);
        assert!(before <= 1, "it was asked for before anybody could know");
        weeks(&rig).await;
        rig.stripe.settle_dispute(&rig.dispute(), end).unwrap();
        rig.work().await;
        rig.work().await;
        assert_eq!((asked(&rig) - before, balance(&rig)), (asked_for, json!(0)), "{end}");
        assert_eq!(faults(&rig.shop).await, 0);
    }
}
