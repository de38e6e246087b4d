//! A kept card that does not do, at each step: the cart is as it was, and another card does.

use serde_json::json;

use super::{ada, begin, keep, object, open_cart};
use crate::payments::{Rig, complete, intent, sessions};

#[tokio::test]
async fn a_kept_card_is_declined_and_another_pays() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let bad = keep(&rig, &ada, "pm_card_chargeCustomerFail").await;
    let cart = open_cart(&rig, &ada).await;
    let at = sessions(&ada, &cart).await;
    let body = json!({"provider_id": "pp_stripe_stripe", "data": {"payment_method": bad, "confirm": true}});
    let refused = ada.post(&at, &body).error(400).await;
    assert_eq!(refused["code"], "payment_refused", "{refused}");
    assert!(refused["message"].as_str().unwrap().contains("declined"), "{refused}");
    rig.work().await;
    let same = ada.get(&crate::carts::path(&cart)).ok().await;
    assert_eq!(same["cart"]["total"], cart["total"]);
    assert_eq!(complete(&ada, &cart).await["type"], "cart");
    assert_eq!(rig.shop.count("orders").await, 0);
    assert_eq!(
        rig.shop.count("events where name = 'payment.failed'").await,
        1,
        "told once, by the answer and the webhook"
    );
    let good = keep(&rig, &ada, "pm_card_visa").await;
    let session = begin(&ada, &cart, json!({"payment_method": good, "confirm": true})).await;
    assert_eq!(session["status"], "authorized");
    assert_eq!(complete(&ada, &cart).await["type"], "order");
    rig.work().await;
    rig.balances().await;
}

/// His bank wants to hear him: the session says so, and he goes there and comes back.
#[tokio::test]
async fn three_d_secure_with_a_kept_card() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let kept_card = keep(&rig, &ada, "pm_card_threeDSecure2Required").await;
    let cart = open_cart(&rig, &ada).await;
    let session = begin(&ada, &cart, json!({"payment_method": kept_card, "confirm": true})).await;
    assert_eq!(session["status"], "requires_more", "{session}");
    assert!(session["data"]["client_secret"].is_string());
    assert_eq!(complete(&ada, &cart).await["error"]["type"], "payment_requires_more_error");
    rig.stripe.authenticate(&intent(&session), false).unwrap_err();
    rig.work().await;
    assert_eq!(complete(&ada, &cart).await["type"], "cart");
    let session = begin(&ada, &cart, json!({"payment_method": kept_card, "confirm": true})).await;
    rig.stripe.authenticate(&intent(&session), true).unwrap();
    assert_eq!(complete(&ada, &cart).await["type"], "order");
    rig.work().await;
    rig.balances().await;
}

#[tokio::test]
async fn what_a_session_is_told_is_looked_at() {
    let rig = Rig::silent().await;
    let ada = ada(&rig).await;
    let cart = open_cart(&rig, &ada).await;
    let at = sessions(&ada, &cart).await;
    for data in [
        json!({"setup_future_usage": "forever"}),
        json!({"setup_future_usage": 7}),
        json!({"payment_method": {"id": "pm_1"}}),
        json!({"payment_method": "pm_1", "confirm": "true"}),
        json!({"payment_method": "pm_1", "confirm": 1}),
        json!({"confirm": true}),
    ] {
        let refused = ada.post(&at, &json!({"provider_id": "pp_stripe_stripe", "data": data})).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains("for field 'data,"), "{refused}");
    }
    for method in ["pm_card_visa", "", "../customers", "pm_\u{fc}"] {
        let data = json!({"payment_method": method});
        ada.post(&at, &json!({"provider_id": "pp_stripe_stripe", "data": data})).error(404).await;
    }
    let session = begin(&ada, &cart, json!({"setup_future_usage": "on_session"})).await;
    assert_eq!(object(&rig, &session)["setup_future_usage"], "on_session");
}
