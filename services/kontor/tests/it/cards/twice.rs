//! The same asked for twice charges once: a double click, an answer that was lost, somebody who comes back from his bank.

use serde_json::{Value, json};
use stripe_double::{Fault, Harm};

use super::{
    ada, begin,
    charges::{kitchen, pay},
    keep, open_cart,
};
use crate::{
    carts::at_once,
    payments::{Rig, complete, intent, sessions},
};

fn charged(rig: &Rig) -> usize {
    rig.stripe.books()["intents"].as_array().unwrap().len()
}

fn here(card: &str) -> Value {
    json!({"payment_method": card, "confirm": true})
}

#[tokio::test]
async fn twenty_clicks_charge_once() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let kept = keep(&rig, &ada, "pm_card_visa").await;
    let cart = open_cart(&rig, &ada).await;
    let at = sessions(&ada, &cart).await;
    let body = json!({"provider_id": "pp_stripe_stripe", "data": here(&kept)});
    let twenty = (0..20).map(|_| {
        let (ada, at, body) = (ada.clone(), at.clone(), body.clone());
        async move { ada.post(&at, &body).send().await }
    });
    let answers = at_once(twenty).await;
    // Whoever still waits for the first is told so; nobody is charged for it.
    assert!(answers.iter().all(|answer| [200, 409, 503].contains(&answer.status.as_u16())), "{answers:?}");
    assert!(answers.iter().any(|answer| answer.status.as_u16() == 200), "{answers:?}");
    assert_eq!(charged(&rig), 1);
    assert_eq!(rig.shop.count("payment_sessions").await, 1);

    // And once more after that: the same.
    let first = begin(&ada, &cart, here(&kept)).await;
    let again = begin(&ada, &cart, here(&kept)).await;
    assert_eq!((&first["id"], &first["status"]), (&again["id"], &json!("authorized")));
    assert_eq!(charged(&rig), 1);
    assert_eq!(complete(&ada, &cart).await["type"], "order");
    rig.work().await;
    rig.balances().await;
}

/// The answer was lost, and he asks again: he is told what came of the first.
#[tokio::test]
async fn asked_again_because_the_answer_was_lost() {
    for harm in [Harm::CutAfter, Harm::ErrorAfter, Harm::HtmlAfter] {
        let rig = Rig::silent().await;
        let ada = ada(&rig).await;
        let kept = keep(&rig, &ada, "pm_card_visa").await;
        let cart = open_cart(&rig, &ada).await;
        let at = sessions(&ada, &cart).await;
        let body = json!({"provider_id": "pp_stripe_stripe", "data": here(&kept)});
        rig.stripe.fail(Fault::new(harm).at("POST", "/v1/payment_intents").times(3));
        let lost = ada.post(&at, &body).error(503).await;
        assert!(lost["message"].as_str().unwrap().contains("please try again"), "{lost}");
        let again = ada.post(&at, &body).send().await;
        assert_eq!(charged(&rig), 1, "{harm:?}");
        assert_eq!(rig.shop.count("payment_sessions").await, 1, "{harm:?}");
        if harm == Harm::ErrorAfter {
            // The provider keeps saying that it failed: it is looked up by whoever looks after calls.
            assert_eq!(again.status.as_u16(), 503, "{}", again.text);
            rig.advance(chrono::TimeDelta::hours(1));
            rig.run("payments.attempts").await;
        } else {
            assert_eq!(again.status.as_u16(), 200, "{harm:?}: {}", again.text);
            assert_eq!(complete(&ada, &cart).await["type"], "order", "{harm:?}");
        }
        rig.jobs().await;
        assert_eq!(rig.shop.count("orders").await, 1, "{harm:?}");
        rig.balances().await;
    }
}

/// Two want the same while the provider takes its time: both are told the same in the end.
#[tokio::test]
async fn the_second_waits_for_the_first() {
    let rig = Rig::silent().await;
    let ada = ada(&rig).await;
    let kept = keep(&rig, &ada, "pm_card_visa").await;
    let cart = open_cart(&rig, &ada).await;
    let at = sessions(&ada, &cart).await;
    let body = json!({"provider_id": "pp_stripe_stripe", "data": here(&kept)});
    let slow = Fault::new(Harm::Slow).at("POST", "/v1/payment_intents").slow(std::time::Duration::from_millis(400));
    rig.stripe.fail(slow);
    let two = (0..2).map(|_| {
        let (ada, at, body) = (ada.clone(), at.clone(), body.clone());
        async move { ada.post(&at, &body).send().await }
    });
    let answers = at_once(two).await;
    assert!(answers.iter().all(|answer| answer.status.as_u16() == 200), "{answers:?}");
    assert_eq!((charged(&rig), rig.shop.count("payment_sessions").await), (1, 1));
}

/// His bank wants to hear him: asked again meanwhile, it is the same; once he was there in vain, he begins anew.
#[tokio::test]
async fn asked_again_at_the_bank() {
    let rig = Rig::silent().await;
    let ada = ada(&rig).await;
    let kept = keep(&rig, &ada, "pm_card_threeDSecure2Required").await;
    let cart = open_cart(&rig, &ada).await;
    let first = begin(&ada, &cart, here(&kept)).await;
    let again = begin(&ada, &cart, here(&kept)).await;
    assert_eq!((&first["id"], &again["status"]), (&again["id"], &json!("requires_more")));
    rig.stripe.authenticate(&intent(&first), false).unwrap_err();
    // Nobody has told us of it.
    let second = begin(&ada, &cart, here(&kept)).await;
    assert_ne!(first["id"], second["id"]);
    rig.stripe.authenticate(&intent(&second), true).unwrap();
    let third = begin(&ada, &cart, here(&kept)).await;
    assert_eq!((&second["id"], &third["status"]), (&third["id"], &json!("authorized")));
    assert_eq!(complete(&ada, &cart).await["type"], "order");
    rig.jobs().await;
    rig.balances().await;
}

/// Another card, or another sum, is another payment.
#[tokio::test]
async fn what_is_not_the_same() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let visa = keep(&rig, &ada, "pm_card_visa").await;
    let bad = keep(&rig, &ada, "pm_card_chargeCustomerFail").await;
    let cart = open_cart(&rig, &ada).await;
    let at = sessions(&ada, &cart).await;
    for _ in 0..2 {
        // What was declined may be tried again.
        let body = json!({"provider_id": "pp_stripe_stripe", "data": here(&bad)});
        ada.post(&at, &body).error(400).await;
    }
    assert_eq!(charged(&rig), 2);
    let first = begin(&ada, &cart, here(&visa)).await;
    ada.post(
        &format!("{}/line-items", crate::carts::path(&cart)),
        &json!({"variant_id": crate::carts::variant(1), "quantity": 1}),
    )
    .ok()
    .await;
    let second = begin(&ada, &cart, here(&visa)).await;
    assert_ne!(first["id"], second["id"]);
    assert_eq!(complete(&ada, &cart).await["type"], "order");
    rig.work().await;
    rig.balances().await;
}

/// A due of an order, by twenty clicks and once more.
#[tokio::test]
async fn a_due_is_charged_once() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let kept = keep(&rig, &ada, "pm_card_visa").await;
    let (order, due) = kitchen(&rig, &ada, &kept).await;
    let before = charged(&rig);
    let collection = super::charges::collection(&ada, &order, &due).await;
    let at = format!("/store/payment-collections/{collection}/payment-sessions");
    let body = json!({"provider_id": "pp_stripe_stripe", "data": here(&kept)});
    let twenty = (0..20).map(|_| {
        let (ada, at, body) = (ada.clone(), at.clone(), body.clone());
        async move { ada.post(&at, &body).send().await }
    });
    let answers = at_once(twenty).await;
    assert!(answers.iter().all(|answer| [200, 409, 503].contains(&answer.status.as_u16())), "{answers:?}");
    assert_eq!(charged(&rig), before + 1);
    let again = pay(&ada, &order, &due, here(&kept)).await;
    assert_eq!(again["status"], "captured", "{again}");
    assert_eq!(charged(&rig), before + 1);
    rig.work().await;
    assert_eq!(rig.shop.count("order_dues where paid_at is not null").await, 2);
    rig.balances().await;
}

/// A part of it was taken, and what is open since is the very sum of then: that is another payment.
#[tokio::test]
async fn a_rest_of_the_very_same_sum() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let kept = keep(&rig, &ada, "pm_card_visa").await;
    let cart = rig.ready(&ada, &[(1, 2)]).await;
    begin(&ada, &cart, here(&kept)).await;
    let order = complete(&ada, &cart).await["order"].clone();
    let staff = rig.staff().await;
    let of = crate::payments::payment(&staff, &order).await;
    let capture = format!("/admin/payments/{}/capture", of["id"].as_str().unwrap());
    staff.post(&capture, &json!({"amount": 18})).ok().await;
    rig.work().await;
    // One mug more, which costs 18 too: 41 are open, as before.
    let edit = format!("/admin/order-edits/{}", order["id"].as_str().unwrap());
    staff.post("/admin/order-edits", &json!({"order_id": order["id"]})).ok().await;
    let more = json!({"items": [{"variant_id": crate::carts::variant(1), "quantity": 1}]});
    staff.post(&format!("{edit}/items"), &more).ok().await;
    staff.post(&format!("{edit}/confirm"), &json!({})).ok().await;
    let at = format!("/store/payment-collections/{}/payment-sessions", of["payment_collection_id"].as_str().unwrap());
    let body = json!({"provider_id": "pp_stripe_stripe", "data": here(&kept)});
    let before = charged(&rig);
    let begun = ada.post(&at, &body).ok().await;
    let session = &begun["payment_collection"]["payment_sessions"][0];
    assert_eq!((&session["amount"], charged(&rig)), (&json!(41), before + 1), "{begun}");
    // And that is charged once.
    ada.post(&at, &body).ok().await;
    assert_eq!(charged(&rig), before + 1);
    rig.work().await;
    rig.balances().await;
}
