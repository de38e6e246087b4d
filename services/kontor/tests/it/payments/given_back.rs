//! Nobody is charged without an order: what was paid for a cart that is none goes back.

use chrono::TimeDelta;
use serde_json::json;
use stripe_double::{Fault, Harm};

use super::{Rig, complete, payment};
use crate::carts::{path, variant};

/// He pays in one window and puts something into the cart in another.
#[tokio::test]
async fn paid_for_what_the_cart_was_before() {
    for capture in ["manual", "automatic"] {
        let rig = Rig::open().await;
        rig.shop.change(&format!("update stores set payment_capture = '{capture}'")).await;
        let guest = rig.shop.shopper();
        let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
        guest
            .post(&format!("{}/line-items", path(&cart)), &json!({"variant_id": variant(1), "quantity": 1}))
            .ok()
            .await;
        rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
        let refused = guest.post(&format!("{}/complete", path(&cart)), &json!({})).error(400).await;
        assert_eq!(refused["message"], "Payment sessions are required to complete cart");
        rig.work().await;
        rig.work().await;
        let books = rig.stripe.books();
        assert_eq!(books["sums"]["eur"]["balance"], json!(0), "{books}");
        let held = books["intents"][0]["capturable"].as_i64().unwrap();
        assert_eq!(held, 0, "nothing is held either: {books}");
        assert_eq!(rig.shop.count("orders").await, 0);
        assert_eq!(crate::carts::faults(&rig.shop).await, 0);
        // And the cart can be bought.
        let again = super::intent(&rig.begin(&guest, &cart).await);
        rig.stripe.confirm(&again, "pm_card_visa").unwrap();
        let done = complete(&guest, &cart).await;
        assert_eq!((&done["type"], &done["order"]["total"]), (&json!("order"), &json!(41)), "{done}");
    }
}

/// What he paid for is sold out: he is told so, may mend his cart, and gets his money back if he does not.
#[tokio::test]
async fn sold_out_while_he_paid() {
    let rig = Rig::open().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.shop.change("update inventory_levels set stocked_quantity = 0").await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    let refused = guest.post(&format!("{}/complete", path(&cart)), &json!({})).error(400).await;
    assert_eq!(refused["code"], "insufficient_inventory", "{refused}");
    rig.work().await;
    rig.run("payments.stuck").await;
    assert_eq!(rig.stripe.books()["sums"]["eur"]["balance"], 2300, "he has a quarter of an hour");
    rig.advance(TimeDelta::minutes(20));
    rig.run("payments.stuck").await;
    rig.jobs().await;
    assert_eq!(rig.stripe.books()["sums"]["eur"]["balance"], 0, "{}", rig.stripe.books());
    assert_eq!(rig.shop.count("events where name = 'payment.given_back'").await, 1);
    assert_eq!(rig.shop.count("orders").await, 0);
    rig.work().await;
    assert_eq!(crate::carts::faults(&rig.shop).await, 0);
}

/// The same, and there is some again before the quarter of an hour is over: he has his order.
#[tokio::test]
async fn back_in_stock_in_time() {
    let rig = Rig::open().await;
    let guest = rig.shop.shopper();
    let (_, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.shop.change("update inventory_levels set stocked_quantity = 0").await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    rig.work().await;
    assert_eq!(rig.shop.count("orders").await, 0);
    rig.shop.change("update inventory_levels set stocked_quantity = 10").await;
    rig.advance(TimeDelta::minutes(20));
    rig.run("payments.stuck").await;
    assert_eq!(rig.shop.count("orders").await, 1);
    rig.balances().await;
}

/// A piece was on its way back when the order was canceled, and Stripe keeps an error under its key: it goes back after all.
#[tokio::test]
async fn a_refund_fails_behind_a_cancellation() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let (order, _) = rig.order(&guest, &[(1, 2)]).await;
    let staff = rig.staff().await;
    let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
    rig.stripe.fail(Fault::new(Harm::ErrorKept).at("POST", "/v1/refunds"));
    staff.post(&format!("{at}/refund"), &json!({"amount": 1})).ok().await;
    staff.post(&format!("/admin/orders/{}/cancel", order["id"].as_str().unwrap()), &json!({})).ok().await;
    rig.jobs().await;
    assert_eq!(rig.stripe.books()["sums"]["eur"]["balance"], 100, "one is still on its way");
    rig.advance(TimeDelta::minutes(2));
    rig.run("payments.attempts").await;
    assert_eq!(rig.stripe.books()["sums"]["eur"]["balance"], 0);
    assert_eq!(rig.shop.count("payment_refunds where status = 'failed'").await, 1);
    rig.balances().await;
}

/// Stripe fails at the very refund that a cancellation asks for, and keeps that under its key: nobody has refused it, so it is asked for anew
/// within a minute and not within hours.
#[tokio::test]
async fn a_cancellation_whose_refund_never_arrives() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let (order, _) = rig.order(&guest, &[(1, 2)]).await;
    let staff = rig.staff().await;
    rig.stripe.fail(Fault::new(Harm::ErrorKept).at("POST", "/v1/refunds"));
    staff.post(&format!("/admin/orders/{}/cancel", order["id"].as_str().unwrap()), &json!({})).ok().await;
    rig.jobs().await;
    let balance = || rig.stripe.books()["sums"]["eur"]["balance"].clone();
    assert!(balance().as_i64() > Some(0), "it is on its way: {}", rig.stripe.books());
    rig.advance(TimeDelta::minutes(2));
    rig.run("payments.attempts").await;
    rig.jobs().await;
    assert!(balance().as_i64() > Some(0), "not at once");
    assert_eq!(rig.shop.count("payment_refunds where status = 'failed'").await, 1);
    rig.advance(TimeDelta::seconds(20));
    rig.jobs().await;
    assert_eq!(balance(), 0);
    rig.balances().await;
}
