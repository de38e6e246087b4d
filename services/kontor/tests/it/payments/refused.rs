//! What is to go back and is refused: it is asked for again a few times, each later than the one before, and then the shop is told.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Rig, complete};
use crate::carts::faults;

/// An order that was paid with a card, and is taken back.
pub(super) async fn canceled(rig: &Rig, paid_with: &str) -> Value {
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 2)]).await;
    rig.stripe.confirm(&intent, paid_with).unwrap();
    let order = complete(&guest, &cart).await["order"].clone();
    rig.work().await;
    let staff = rig.staff().await;
    staff.post(&format!("/admin/orders/{}/cancel", order["id"].as_str().unwrap()), &json!({})).ok().await;
    order
}

/// How often a refund was asked for.
pub(super) fn asked(rig: &Rig) -> usize {
    rig.stripe.requests().iter().filter(|(how, path, _)| how == "POST" && path == "/v1/refunds").count()
}

/// Somebody has given it back at Stripe before, and nobody has told us: Stripe refuses each time.
#[tokio::test]
async fn what_cannot_go_back() {
    let rig = Rig::silent().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let (order, intent) = rig.order(&rig.shop.shopper(), &[(1, 2)]).await;
    rig.stripe.refund_by_hand(&intent, 4_100).unwrap();
    let staff = rig.staff().await;
    staff.post(&format!("/admin/orders/{}/cancel", order["id"].as_str().unwrap()), &json!({})).ok().await;
    let ended = tokio::time::timeout(Duration::from_secs(30), rig.jobs()).await;
    assert!(ended.is_ok(), "it is asked for without end: {} times", asked(&rig));
    assert_eq!(asked(&rig), 1);
    rig.advance(TimeDelta::minutes(50));
    rig.jobs().await;
    assert_eq!(asked(&rig), 1, "not before an hour has passed");
    for _ in 0..10 {
        rig.advance(TimeDelta::hours(9));
        rig.jobs().await;
    }
    assert_eq!((asked(&rig), rig.shop.count("payment_refunds where status = 'failed'").await), (5, 5));
    let told = format!(
        "notifications where channel = 'feed' and resource_type = 'order' and data ->> 'title' like '%order #{}%'
           and data ->> 'description' like '41 EUR %already been refunded%'",
        order["display_id"]
    );
    assert_eq!(rig.shop.count(&told).await, 1);
    assert_eq!(rig.shop.count("jobs where name = 'payments.release'").await, 0);
    assert_eq!(faults(&rig.shop).await, 0);
}

/// It went back, and the bank did not take it: an hour later it goes back again.
#[tokio::test]
async fn what_came_back_again() {
    let rig = Rig::open().await;
    canceled(&rig, "pm_card_visa").await;
    rig.work().await;
    let refund = rig.stripe.books()["refunds"][0]["id"].as_str().unwrap().to_owned();
    rig.stripe.settle_refund(&refund, "failed").unwrap();
    rig.work().await;
    assert_eq!((asked(&rig), rig.stripe.books()["sums"]["eur"]["balance"].clone()), (1, json!(4100)));
    rig.advance(TimeDelta::hours(1));
    rig.jobs().await;
    rig.work().await;
    assert_eq!((asked(&rig), rig.stripe.books()["sums"]["eur"]["balance"].clone()), (2, json!(0)));
    rig.balances().await;
}
