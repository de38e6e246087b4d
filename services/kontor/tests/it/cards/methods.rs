//! Cards that are kept: by a setup, by paying, for oneself alone; and forgotten.

use http::Method;
use serde_json::{Value, json};
use stripe_double::{Fault, Harm};

use super::{METHODS, ada, begin, ben, calls, keep, object, open_cart};
use crate::{
    carts::at_once,
    payments::{Rig, complete, intent},
    webhooks_admin::deliver,
};

#[tokio::test]
async fn a_card_is_kept_listed_and_removed() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    assert_eq!(ada.get(METHODS).ok().await, json!({"payment_methods": [], "count": 0}));
    rig.shop.shopper().get(METHODS).error(401).await;
    rig.shop.shopper().post(METHODS, &json!({})).error(401).await;
    let wrong = ada.post(METHODS, &json!({"usage": "whenever"})).error(400).await;
    assert!(wrong["message"].as_str().unwrap().contains("'usage'"), "{wrong}");

    let kept_card = keep(&rig, &ada, "pm_card_visa").await;
    let kept = ada.get(METHODS).ok().await["payment_methods"][0].clone();
    let expected = json!({"type": "card", "brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2034});
    assert_eq!((&kept["data"], &kept["provider_id"]), (&expected, &json!("pp_stripe_stripe")));
    rig.work().await;
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    assert_eq!(rig.shop.count("setup_sessions where status = 'succeeded' and not data ? 'client_secret'").await, 1);
    assert_eq!(rig.shop.count("events where name = 'payment_method.attached'").await, 1);

    // Another's card is as if it were not there.
    let ben = ben(&rig).await;
    assert_eq!(ben.get(METHODS).ok().await["count"], 0);
    let at = format!("{METHODS}/{kept_card}");
    ben.request(Method::DELETE, &at).error(404).await;
    rig.shop.shopper().request(Method::DELETE, &at).error(401).await;
    ada.request(Method::DELETE, &format!("{METHODS}/pm_of_nobody")).error(404).await;

    let gone = ada.request(Method::DELETE, &at).ok().await;
    assert_eq!(gone, json!({"id": kept_card, "object": "payment_method", "deleted": true}));
    ada.request(Method::DELETE, &at).error(404).await;
    rig.work().await;
    assert_eq!(ada.get(METHODS).ok().await["count"], 0);
    assert_eq!(rig.stripe.object(&kept_card).unwrap()["customer"], Value::Null);
    assert_eq!(rig.shop.count("events where name = 'payment_method.detached'").await, 1);
}

/// What browsers do with the client secret: cards that are declined keep nothing, 3-D Secure keeps one.
#[tokio::test]
async fn cards_that_do_not_do() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let setup = ada.post(METHODS, &json!({})).ok().await["payment_method_setup"].clone();
    let again = ada.post(METHODS, &json!({})).ok().await["payment_method_setup"].clone();
    assert_eq!(setup["data"]["client_secret"], again["data"]["client_secret"]);
    let id = setup["data"]["id"].as_str().unwrap();
    for (kept_card, code) in [
        ("pm_card_visa_chargeDeclined", "card_declined"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined"),
        ("pm_card_visa_chargeDeclinedLostCard", "card_declined"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error"),
    ] {
        assert_eq!(rig.stripe.confirm(id, kept_card).unwrap_err(), code);
    }
    rig.stripe.confirm(id, "pm_card_threeDSecure2Required").unwrap();
    rig.stripe.authenticate(id, false).unwrap_err();
    rig.work().await;
    assert_eq!(ada.get(METHODS).ok().await["count"], 0);
    rig.stripe.confirm(id, "pm_card_threeDSecure2Required").unwrap();
    rig.stripe.authenticate(id, true).unwrap();
    rig.work().await;
    assert_eq!(ada.get(METHODS).ok().await["count"], 1);
    assert_eq!(rig.open_events().await, Vec::<String>::new());
}

/// A card is kept by paying with it, and pays the next cart; it is chosen, or charged at once.
#[tokio::test]
async fn a_card_that_was_paid_with_pays_again() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let cart = open_cart(&rig, &ada).await;
    let session = begin(&ada, &cart, json!({"setup_future_usage": "off_session"})).await;
    rig.stripe.confirm(&intent(&session), "pm_card_mastercard").unwrap();
    assert_eq!(complete(&ada, &cart).await["type"], "order");
    rig.work().await;
    let kept = ada.get(METHODS).ok().await;
    assert_eq!((&kept["count"], &kept["payment_methods"][0]["data"]["brand"]), (&json!(1), &json!("mastercard")));
    let kept_card = kept["payment_methods"][0]["id"].as_str().unwrap().to_owned();

    let cart = open_cart(&rig, &ada).await;
    let chosen = begin(&ada, &cart, json!({"payment_method": kept_card})).await;
    let there = object(&rig, &chosen);
    assert_eq!((&there["payment_method"], &there["status"]), (&json!(kept_card), &json!("requires_confirmation")));
    let charged = begin(&ada, &cart, json!({"payment_method": kept_card, "confirm": true})).await;
    assert_eq!(charged["status"], "authorized", "{charged}");
    assert_eq!(complete(&ada, &cart).await["type"], "order");
    rig.work().await;
    rig.balances().await;
}

#[tokio::test]
async fn nobody_pays_with_anothers_card() {
    let rig = Rig::open().await;
    let (ada, ben) = (ada(&rig).await, ben(&rig).await);
    let kept_card = keep(&rig, &ada, "pm_card_visa").await;
    let guest = rig.shop.shopper();
    for who in [&ben, &guest] {
        let cart = open_cart(&rig, who).await;
        let at = crate::payments::sessions(who, &cart).await;
        for data in [json!({"payment_method": kept_card}), json!({"payment_method": kept_card, "confirm": true})] {
            let body = json!({"provider_id": "pp_stripe_stripe", "data": data});
            let refused = who.post(&at, &body).error(404).await;
            assert_eq!(refused["message"], format!("Payment method with id: {kept_card} was not found"));
        }
        assert_eq!(who.get(&crate::carts::path(&cart)).ok().await["cart"]["total"], cart["total"]);
    }
    assert_eq!(calls(&rig, "POST", "/v1/payment_intents"), 0);
}

#[tokio::test]
async fn stripe_fails_while_a_card_is_removed() {
    let rig = Rig::silent().await;
    let ada = ada(&rig).await;
    let kept_card = keep(&rig, &ada, "pm_card_visa").await;
    let at = format!("{METHODS}/{kept_card}");
    rig.stripe.fail(Fault::new(Harm::CutAfter).at("POST", "/v1/payment_methods").times(3));
    ada.request(Method::DELETE, &at).error(503).await;
    rig.advance(chrono::TimeDelta::minutes(2));
    rig.run("payments.attempts").await;
    assert_eq!(ada.get(METHODS).ok().await["count"], 0);

    let kept_card = keep(&rig, &ada, "pm_card_mastercard").await;
    let at = format!("{METHODS}/{kept_card}");
    let twenty = (0..20).map(|_| {
        let (ada, at) = (ada.clone(), at.clone());
        async move { ada.request(Method::DELETE, &at).send().await }
    });
    let answers = at_once(twenty).await;
    let said: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    assert!(said.iter().all(|status| [200, 404].contains(status)) && said.contains(&200), "{said:?}");
    assert_eq!(rig.shop.count("payment_attempts where kind = 'detach_method' and state = 'succeeded'").await, 2);
}

/// Tells all that has happened so far, the youngest first.
async fn told_backwards(rig: &Rig) {
    for event in rig.stripe.events().iter().rev() {
        deliver(rig, event).await;
        rig.jobs().await;
    }
}

/// He goes to his bank with one card in vain and pays with another; what is told of the first comes last.
#[tokio::test]
async fn it_was_paid_with_the_last_one() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    let (_, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_card_threeDSecure2Required").unwrap();
    rig.advance(chrono::TimeDelta::seconds(5));
    rig.stripe.authenticate(&intent, false).unwrap_err();
    rig.advance(chrono::TimeDelta::seconds(5));
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    let paid = rig.stripe.object(&intent).unwrap()["payment_method"].as_str().unwrap().to_owned();
    told_backwards(&rig).await;
    assert_eq!(rig.shop.count(&format!("payment_sessions where rank = 50 and method_ref = '{paid}'")).await, 1);
    assert_eq!(rig.open_events().await, Vec::<String>::new());
}

/// A card is kept and let go in Stripe's pages, and what is told of it comes the wrong way round.
#[tokio::test]
async fn told_the_wrong_way_round() {
    let rig = Rig::silent().await;
    let ada = ada(&rig).await;
    let setup = ada.post(METHODS, &json!({})).ok().await["payment_method_setup"].clone();
    let id = setup["data"]["id"].as_str().unwrap();
    rig.stripe.confirm(id, "pm_card_visa").unwrap();
    let kept = rig.stripe.object(id).unwrap()["payment_method"].as_str().unwrap().to_owned();
    told_backwards(&rig).await;
    assert_eq!(rig.shop.count("saved_payment_methods where detached_at is null").await, 1);
    rig.stripe.detach(&kept).unwrap();
    told_backwards(&rig).await;
    assert_eq!(rig.shop.count("saved_payment_methods where detached_at is null").await, 0);
    assert_eq!(rig.shop.count("events where name = 'payment_method.detached'").await, 1);
    assert_eq!(rig.open_events().await, Vec::<String>::new());
}

/// Somebody lets go a card in Stripe's pages.
#[tokio::test]
async fn removed_by_hand() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let kept_card = keep(&rig, &ada, "pm_card_visa").await;
    rig.stripe.detach(&kept_card).unwrap();
    rig.work().await;
    assert_eq!(ada.get(METHODS).ok().await["count"], 0);
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    let cart = open_cart(&rig, &ada).await;
    let at = crate::payments::sessions(&ada, &cart).await;
    ada.post(&at, &json!({"provider_id": "pp_stripe_stripe", "data": {"payment_method": kept_card}})).error(404).await;
}

/// What is no name of anything is nobody's card.
#[tokio::test]
async fn what_is_no_name() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let long = "p".repeat(4_000);
    for id in ["%00", "pm_1%00", "%E2%82%AC", "%2E%2E%2Fa", "pm_1%20or%201", long.as_str()] {
        ada.request(Method::DELETE, &format!("{METHODS}/{id}")).error(404).await;
    }
}
