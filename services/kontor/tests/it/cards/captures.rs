//! What was promised is taken when goods leave.

use chrono::TimeDelta;
use serde_json::{Value, json};
use stripe_double::{Fault, Harm};
use testkit::Client;

use super::owner;
use crate::payments::{Rig, payment};

/// Packs and sends so many of each line.
pub(super) async fn send(staff: &Client, order: &Value, quantity: i64) {
    let at = format!("/admin/orders/{}", order["id"].as_str().unwrap());
    let items = order["items"].as_array().unwrap().iter();
    let items: Vec<_> = items.map(|item| json!({"id": item["id"], "quantity": quantity})).collect();
    let packed = staff.post(&format!("{at}/fulfillments?fields=*fulfillments"), &json!({"items": items})).ok().await;
    let parcels = packed["order"]["fulfillments"].as_array().unwrap();
    let parcel = parcels.iter().find(|one| one["shipped_at"].is_null()).unwrap();
    let at = format!("{at}/fulfillments/{}/shipments", parcel["id"].as_str().unwrap());
    staff.post(&at, &json!({"items": items})).ok().await;
}

pub(super) async fn captured(staff: &Client, order: &Value) -> Value {
    payment(staff, order).await["captured_amount"].clone()
}

pub(super) async fn open(rig: &Rig) {
    let registry = kontor::platform::registry(&rig.shop.platform);
    kontor::platform::subscriptions().sync(rig.shop.test.db(), &registry).await.unwrap();
}

#[tokio::test]
async fn all_of_it_is_taken_when_the_last_has_left() {
    let rig = Rig::open().await;
    open(&rig).await;
    let (guest, staff) = (rig.shop.shopper(), rig.staff().await);
    let (order, _) = rig.order(&guest, &[(1, 2)]).await;
    send(&staff, &order, 1).await;
    rig.work().await;
    assert_eq!(captured(&staff, &order).await, 0, "the rest would be lost");
    send(&staff, &order, 1).await;
    rig.work().await;
    assert_eq!(captured(&staff, &order).await, 41);
    rig.work().await;
    assert_eq!(rig.shop.count("payment_captures").await, 1);
    rig.balances().await;
}

/// Stripe does not answer as the goods leave: it is taken later, and once.
#[tokio::test]
async fn stripe_fails_as_the_goods_leave() {
    for harm in [Harm::ErrorBefore, Harm::CutAfter, Harm::Html] {
        let rig = Rig::open().await;
        open(&rig).await;
        let (guest, staff) = (rig.shop.shopper(), rig.staff().await);
        let (order, _) = rig.order(&guest, &[(1, 2)]).await;
        rig.stripe.fail(Fault::new(harm).at("POST", "/v1/payment_intents").times(3));
        send(&staff, &order, 2).await;
        rig.work().await;
        rig.advance(TimeDelta::minutes(3));
        rig.run("payments.attempts").await;
        rig.work().await;
        assert_eq!(captured(&staff, &order).await, 41, "{harm:?}");
        rig.balances().await;
    }
}

/// Before the bank forgets: the shop is told, and then what has left is taken.
#[tokio::test]
async fn a_promise_that_is_about_to_end() {
    let rig = Rig::open().await;
    open(&rig).await;
    let (guest, staff) = (rig.shop.shopper(), rig.staff().await);
    let (order, _) = rig.order(&guest, &[(1, 2)]).await;
    send(&staff, &order, 1).await;
    rig.work().await;
    rig.run("payments.ending").await;
    let feed_at = "/admin/notifications?channel=feed";
    assert_eq!(staff.get(feed_at).ok().await["count"], 0);
    rig.advance(TimeDelta::days(5));
    rig.run("payments.ending").await;
    rig.run("payments.ending").await;
    let staff = owner(&rig, "olga").await;
    let feed = staff.get(feed_at).ok().await;
    assert_eq!(feed["count"], 1, "{feed}");
    assert!(feed["notifications"][0]["data"]["title"].as_str().unwrap().contains("is about to lapse"), "{feed}");
    assert_eq!(rig.shop.count("events where name = 'payment.authorization_ending'").await, 1);
    assert_eq!(captured(&staff, &order).await, 0);
    rig.advance(TimeDelta::days(1));
    rig.run("payments.ending").await;
    rig.run("payments.ending").await;
    rig.work().await;
    // One of two mugs for 18, and the way for 5.
    let staff = owner(&rig, "otto").await;
    assert_eq!(captured(&staff, &order).await, 23);
    assert_eq!(rig.shop.count("payment_captures").await, 1);
    rig.balances().await;
}

/// The shop takes money at once from now on: what was promised before waits to be taken all the same.
#[tokio::test]
async fn the_shop_changes_its_mind() {
    let rig = Rig::open().await;
    open(&rig).await;
    let (guest, staff) = (rig.shop.shopper(), rig.staff().await);
    let (sent, _) = rig.order(&guest, &[(1, 2)]).await;
    let (kept, _) = rig.order(&guest, &[(1, 2)]).await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    send(&staff, &sent, 2).await;
    rig.work().await;
    assert_eq!(captured(&staff, &sent).await, 41);
    send(&staff, &kept, 1).await;
    rig.advance(TimeDelta::days(6));
    rig.run("payments.ending").await;
    rig.work().await;
    let staff = owner(&rig, "otto").await;
    assert_eq!(captured(&staff, &kept).await, 23);
    rig.balances().await;
}

/// A bank remembers from the day on which it promised, and not from the day on which somebody began to pay.
#[tokio::test]
async fn promised_days_after_it_was_begun() {
    let rig = Rig::open().await;
    open(&rig).await;
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 2)]).await;
    // Less than a day, or its prices are old.
    rig.advance(TimeDelta::hours(20));
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    let order = crate::payments::complete(&guest, &cart).await["order"].clone();
    let staff = owner(&rig, "olga").await;
    send(&staff, &order, 1).await;
    rig.work().await;
    rig.advance(TimeDelta::days(5) - TimeDelta::hours(1));
    rig.run("payments.ending").await;
    assert_eq!(rig.shop.count("events where name = 'payment.authorization_ending'").await, 0);
    rig.advance(TimeDelta::hours(2));
    rig.run("payments.ending").await;
    assert_eq!(rig.shop.count("events where name = 'payment.authorization_ending'").await, 1);
    rig.advance(TimeDelta::hours(22));
    rig.run("payments.ending").await;
    assert_eq!(rig.shop.count("payment_captures").await, 0);
    rig.advance(TimeDelta::hours(2));
    rig.run("payments.ending").await;
    assert_eq!(rig.shop.count("payment_captures").await, 1);
}

#[tokio::test]
async fn nothing_is_taken_that_is_taken_or_taken_back() {
    let rig = Rig::open().await;
    open(&rig).await;
    let (guest, staff) = (rig.shop.shopper(), rig.staff().await);
    let (order, _) = rig.order(&guest, &[(1, 2)]).await;
    let at = format!("/admin/payments/{}/capture", payment(&staff, &order).await["id"].as_str().unwrap());
    staff.post(&at, &json!({})).ok().await;
    send(&staff, &order, 2).await;
    rig.work().await;
    assert_eq!(rig.shop.count("payment_captures").await, 1);
    // What is paid elsewhere is taken by hand.
    let cart = crate::carts::ready(&guest, &[(1, 1)]).await;
    let order = crate::payments::complete(&guest, &cart).await["order"].clone();
    send(&staff, &order, 1).await;
    rig.work().await;
    assert_eq!(captured(&staff, &order).await, 0);
    // Taken back: what was promised is let go, and nothing of it is taken on the last day.
    let (order, intent) = rig.order(&guest, &[(1, 2)]).await;
    staff.post(&format!("/admin/orders/{}/cancel", order["id"].as_str().unwrap()), &json!({})).ok().await;
    rig.work().await;
    rig.advance(TimeDelta::days(6));
    rig.run("payments.ending").await;
    assert_eq!(rig.stripe.object(&intent).unwrap()["status"], "canceled");
    let staff = owner(&rig, "otto").await;
    assert_eq!(captured(&staff, &order).await, 0);
    assert_eq!(rig.shop.count("payment_captures").await, 1);
    rig.balances().await;
}
