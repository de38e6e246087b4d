//! What a provider has not taken: the rest of a promise, and what it refused because our key was revoked.

use chrono::TimeDelta;
use serde_json::json;
use stripe_double::{Fault, Harm};

use super::{
    captures::{captured, open, send},
    owner,
};
use crate::payments::{Rig, payment};

/// A part was taken, and Stripe has let go the rest: it is asked for again, and paid.
#[tokio::test]
async fn the_rest_of_what_was_taken_in_part() {
    let rig = Rig::open().await;
    open(&rig).await;
    let (guest, staff) = (rig.shop.shopper(), rig.staff().await);
    let (order, _) = rig.order(&guest, &[(1, 2)]).await;
    send(&staff, &order, 1).await;
    rig.advance(TimeDelta::days(6));
    rig.run("payments.ending").await;
    rig.work().await;
    let staff = owner(&rig, "otto").await;
    let at = format!("/admin/orders/{}?fields=*payment_collections", order["id"].as_str().unwrap());
    let shown = staff.get(&at).ok().await["order"]["payment_collections"][0].clone();
    assert_eq!(
        (&shown["amount"], &shown["authorized_amount"], &shown["captured_amount"]),
        (&json!(41), &json!(23), &json!(23)),
        "{shown}"
    );
    // The rest leaves, and nothing covers it: the shop is told, once.
    send(&staff, &order, 1).await;
    rig.work().await;
    rig.run("payments.ending").await;
    let told =
        rig.shop.count("notifications where channel = 'feed' and data ->> 'description' like '18 EUR are open%'").await;
    assert_eq!(told, 1);
    let sessions = format!("/store/payment-collections/{}/payment-sessions", shown["id"].as_str().unwrap());
    let begun = guest.post(&sessions, &crate::payments::by_stripe()).ok().await;
    let session = &begun["payment_collection"]["payment_sessions"][0];
    assert_eq!(session["amount"], json!(18), "{begun}");
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    rig.stripe.confirm(&crate::payments::intent(session), "pm_card_visa").unwrap();
    rig.work().await;
    let elsewhere = json!({"order_id": order["id"]});
    let pay = format!("/admin/payment-collections/{}/mark-as-paid", shown["id"].as_str().unwrap());
    // Promised by the second card, it is nobody else's to pay.
    staff.post(&pay, &elsewhere).error(400).await;
    let now = staff.get(&at).ok().await["order"]["payment_collections"][0].clone();
    assert_eq!((&now["authorized_amount"], rig.shop.count("payments").await), (&json!(41), 2), "{now}");
    rig.balances().await;
}

/// The same, paid elsewhere; and an order that costs less by then wants nothing more.
#[tokio::test]
async fn the_rest_is_paid_elsewhere_or_not_owed() {
    let rig = Rig::open().await;
    open(&rig).await;
    let (guest, staff) = (rig.shop.shopper(), rig.staff().await);
    let (order, _) = rig.order(&guest, &[(1, 2)]).await;
    let of = payment(&staff, &order).await;
    let at = format!("/admin/payments/{}/capture", of["id"].as_str().unwrap());
    staff.post(&at, &json!({"amount": 23})).ok().await;
    rig.work().await;
    let pay = format!("/admin/payment-collections/{}/mark-as-paid", of["payment_collection_id"].as_str().unwrap());
    let paid = staff.post(&pay, &json!({"order_id": order["id"]})).ok().await["payment_collection"].clone();
    assert_eq!((&paid["status"], &paid["captured_amount"]), (&json!("completed"), &json!(41)), "{paid}");

    let (order, _) = rig.order(&guest, &[(1, 2)]).await;
    let edit = format!("/admin/order-edits/{}", order["id"].as_str().unwrap());
    staff.post("/admin/order-edits", &json!({"order_id": order["id"]})).ok().await;
    let line = order["items"][0]["id"].as_str().unwrap();
    staff.post(&format!("{edit}/items/item/{line}"), &json!({"quantity": 1})).ok().await;
    staff.post(&format!("{edit}/confirm"), &json!({})).ok().await;
    let of = payment(&staff, &order).await;
    staff.post(&format!("/admin/payments/{}/capture", of["id"].as_str().unwrap()), &json!({"amount": 23})).ok().await;
    rig.work().await;
    let at = format!("/admin/orders/{}?fields=*payment_collections,payment_status", order["id"].as_str().unwrap());
    let shown = staff.get(&at).ok().await["order"].clone();
    assert_eq!(shown["payment_collections"][0]["status"], "completed", "{shown}");
    assert_eq!(shown["payment_status"], "captured", "{shown}");
    assert_eq!(crate::carts::faults(&rig.shop).await, 0);
}

/// The key was revoked as goods left: nothing is refused for good by it, and all is taken once there is a key that does.
#[tokio::test]
async fn the_key_was_revoked_as_the_goods_left() {
    let rig = Rig::open().await;
    open(&rig).await;
    let (guest, staff) = (rig.shop.shopper(), rig.staff().await);
    let (order, _) = rig.order(&guest, &[(1, 2)]).await;
    rig.stripe.fail(Fault::new(Harm::Revoked).times(1_000));
    send(&staff, &order, 2).await;
    rig.work().await;
    assert_eq!(rig.shop.count("payment_captures where status = 'pending'").await, 1);
    rig.advance(TimeDelta::minutes(5));
    rig.run("payments.attempts").await;
    assert_eq!(rig.shop.count("payment_captures where status = 'pending'").await, 1);
    rig.stripe.calm();
    rig.advance(TimeDelta::minutes(10));
    rig.run("payments.attempts").await;
    rig.work().await;
    assert_eq!(captured(&staff, &order).await, 41);
    rig.balances().await;
}

/// So long that nobody knows the call any more: it is asked for anew.
#[tokio::test]
async fn the_key_was_revoked_for_days() {
    let rig = Rig::open().await;
    open(&rig).await;
    let (guest, staff) = (rig.shop.shopper(), rig.staff().await);
    let (order, _) = rig.order(&guest, &[(1, 2)]).await;
    rig.stripe.fail(Fault::new(Harm::Revoked).times(1_000));
    send(&staff, &order, 2).await;
    rig.work().await;
    rig.stripe.calm();
    rig.advance(TimeDelta::hours(25));
    rig.run("payments.attempts").await;
    assert_eq!(rig.shop.count("payment_captures where status = 'failed'").await, 1);
    rig.run("payments.ending").await;
    rig.work().await;
    let staff = owner(&rig, "otto").await;
    assert_eq!(captured(&staff, &order).await, 41);
    rig.balances().await;
}
