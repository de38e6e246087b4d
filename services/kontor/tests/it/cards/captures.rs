//! What was promised is taken when goods leave.

use chrono::TimeDelta;
use serde_json::{Value, json};
use stripe_double::{Fault, Harm};
use testkit::Client;

use super::owner;
use crate::payments::{Rig, payment};

/// Packs and sends so many of each line.
async fn send(staff: &Client, order: &Value, quantity: i64) {
    let at = format!("/admin/orders/{}", order["id"].as_str().unwrap());
    let items = order["items"].as_array().unwrap().iter();
    let items: Vec<_> = items.map(|item| json!({"id": item["id"], "quantity": quantity})).collect();
    let packed = staff.post(&format!("{at}/fulfillments?fields=*fulfillments"), &json!({"items": items})).ok().await;
    let parcels = packed["order"]["fulfillments"].as_array().unwrap();
    let parcel = parcels.iter().find(|one| one["shipped_at"].is_null()).unwrap();
    let at = format!("{at}/fulfillments/{}/shipments", parcel["id"].as_str().unwrap());
    staff.post(&at, &json!({"items": items})).ok().await;
}

async fn captured(staff: &Client, order: &Value) -> Value {
    payment(staff, order).await["captured_amount"].clone()
}

async fn open(rig: &Rig) {
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
    rig.balances().await;
}
