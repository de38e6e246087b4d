//! A call in doubt of which nobody wants anything any more: it is not sent again, and what it made nevertheless goes back.

use chrono::TimeDelta;
use serde_json::json;
use stripe_double::{Fault, Harm};

use super::{ada, calls, charges::kitchen, keep, owner};
use crate::payments::Rig;

/// Stripe was away when the rest was to be charged, and the order is canceled before it is back.
#[tokio::test]
async fn the_order_was_canceled() {
    // Whether it has arrived or not.
    for (harm, has_arrived) in [(Harm::CutBefore, false), (Harm::CutAfter, true)] {
        let rig = Rig::open().await;
        let ada = ada(&rig).await;
        let card = keep(&rig, &ada, "pm_card_visa").await;
        let (order, _) = kitchen(&rig, &ada, &card).await;
        rig.advance(TimeDelta::days(10));
        rig.stripe.fail(Fault::new(harm).at("POST", "/v1/payment_intents").times(3));
        rig.run("payments.charges").await;
        assert_eq!(rig.shop.count("payment_attempts where state = 'unknown'").await, 1);
        let sent = calls(&rig, "POST", "/v1/payment_intents");
        let staff = owner(&rig, "otto").await;
        staff.post(&format!("/admin/orders/{}/cancel", order["id"].as_str().unwrap()), &json!({})).ok().await;
        for _ in 0..3 {
            rig.advance(TimeDelta::minutes(3));
            rig.run("payments.attempts").await;
            rig.work().await;
        }
        assert_eq!(calls(&rig, "POST", "/v1/payment_intents"), sent, "nobody sends it again");
        assert_eq!(rig.shop.count("payment_attempts where state in ('planned', 'unknown')").await, 0);
        let books = rig.stripe.books();
        assert_eq!(books["intents"].as_array().unwrap().len(), if has_arrived { 2 } else { 1 });
        assert_eq!(books["sums"]["eur"]["balance"], 0, "all of it went back: {books}");
        rig.balances().await;
    }
}

/// A payment that Kontor confirms itself is not made minutes after the customer was told that it could not be.
#[tokio::test]
async fn he_has_gone() {
    let rig = Rig::open().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    let bag = rig.ready(&ada, &[(1, 1)]).await;
    let at = crate::payments::sessions(&ada, &bag).await;
    rig.stripe.fail(Fault::new(Harm::CutBefore).at("POST", "/v1/payment_intents").times(3));
    let body = json!({"provider_id": "pp_stripe_stripe", "data": {"payment_method": card, "confirm": true}});
    ada.post(&at, &body).error(503).await;
    let sent = calls(&rig, "POST", "/v1/payment_intents");
    rig.advance(TimeDelta::hours(2));
    rig.run("payments.attempts").await;
    rig.work().await;
    assert_eq!(calls(&rig, "POST", "/v1/payment_intents"), sent);
    assert_eq!(rig.shop.count("payment_attempts where state = 'given_up'").await, 1);
    assert_eq!((rig.shop.count("orders").await, rig.stripe.books()["intents"].as_array().unwrap().len()), (0, 0));
    // And he can pay when he comes back.
    ada.post(&at, &body).ok().await;
    rig.work().await;
    assert_eq!(rig.stripe.books()["intents"].as_array().unwrap().len(), 1);
    rig.balances().await;
}
