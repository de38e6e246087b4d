//! A customer of the shop is one customer at Stripe, whatever goes wrong and however often he begins.

use serde_json::json;
use stripe_double::{Fault, Harm};

use super::{ADA, ada, at_stripe, back, begin, calls, object, open_cart};
use crate::{
    carts::at_once,
    payments::{Rig, sessions},
};

#[tokio::test]
async fn who_has_signed_in_is_known_at_stripe_once() {
    let rig = Rig::silent().await;
    let ada = ada(&rig).await;
    let mut known = Vec::new();
    for _ in 0..2 {
        let cart = open_cart(&rig, &ada).await;
        let session = begin(&ada, &cart, json!({})).await;
        known.push(object(&rig, &session)["customer"].clone());
    }
    assert!(known[0].as_str().unwrap().starts_with("cus_") && known[0] == known[1], "{known:?}");
    let all = at_stripe(&rig);
    assert_eq!((all.len(), &all[0]["email"]), (1, &json!(ADA)));
    assert_eq!(
        rig.shop.count("payment_attempts where kind = 'create_customer' and state = 'succeeded' and body = ''").await,
        1
    );
    // A guest is nobody's customer there.
    let guest = rig.shop.shopper();
    let (_, intent) = rig.paying(&guest, &[(1, 1)]).await;
    assert_eq!(rig.stripe.object(&intent).unwrap()["customer"], json!(null));
    assert_eq!(at_stripe(&rig).len(), 1);
}

#[tokio::test]
async fn twenty_at_once_make_one() {
    let rig = Rig::silent().await;
    let ada = ada(&rig).await;
    let mut asking = Vec::new();
    for _ in 0..20 {
        let cart = open_cart(&rig, &ada).await;
        let at = sessions(&ada, &cart).await;
        let ada = ada.clone();
        asking.push(async move { ada.post(&at, &json!({"provider_id": "pp_stripe_stripe"})).send().await });
    }
    let answers = at_once(asking).await;
    assert!(
        answers.iter().all(|answer| answer.status.as_u16() == 200),
        "{:?}",
        answers.iter().map(|it| &it.text).collect::<Vec<_>>()
    );
    assert_eq!(at_stripe(&rig).len(), 1);
    assert_eq!(rig.shop.count("payment_attempts where kind = 'create_customer'").await, 1);
    assert_eq!(rig.shop.count("stripe_customers where provider_ref is not null").await, 1);
    let intents = rig.stripe.books()["intents"].as_array().unwrap().len();
    assert_eq!(intents, 20);
}

#[tokio::test]
async fn stripe_fails_while_a_customer_is_made() {
    for harm in [Harm::ErrorBefore, Harm::Html, Harm::CutBefore, Harm::RateLimit] {
        let rig = Rig::silent().await;
        let ada = ada(&rig).await;
        let cart = open_cart(&rig, &ada).await;
        let at = sessions(&ada, &cart).await;
        rig.stripe.fail(Fault::new(harm).at("POST", "/v1/customers").times(3));
        let body = json!({"provider_id": "pp_stripe_stripe"});
        let refused = ada.post(&at, &body).error(503).await;
        assert!(refused["message"].as_str().unwrap().contains("nothing is lost"), "{refused}");
        assert_eq!(calls(&rig, "POST", "/v1/payment_intents"), 0);
        ada.post(&at, &body).ok().await;
        assert_eq!(at_stripe(&rig).len(), 1, "{harm:?}");
    }
}

/// The answer was lost behind what it answered, and whoever asked has gone: he is found, and not made twice.
#[tokio::test]
async fn an_answer_that_was_lost() {
    let rig = Rig::silent().await;
    let ada = ada(&rig).await;
    let cart = open_cart(&rig, &ada).await;
    let at = sessions(&ada, &cart).await;
    rig.stripe.fail(Fault::new(Harm::CutAfter).at("POST", "/v1/customers").times(3));
    ada.post(&at, &json!({"provider_id": "pp_stripe_stripe"})).error(503).await;
    assert_eq!(rig.shop.count("payment_attempts where state = 'unknown' and body like '%ada%'").await, 1);
    // So late that its key may be forgotten.
    rig.advance(chrono::TimeDelta::hours(24));
    rig.run("payments.attempts").await;
    assert_eq!(rig.shop.count("payment_attempts where state = 'succeeded' and body = ''").await, 1);
    assert_eq!(rig.shop.count("stripe_customers where provider_ref is not null").await, 1);
    let ada = back(&rig).await;
    let begun = begin(&ada, &cart, json!({})).await;
    assert!(object(&rig, &begun)["customer"].is_string());
    assert_eq!(at_stripe(&rig).len(), 1);
}

/// Somebody deletes him in Stripe's pages: the next time he is made anew, whether we were told or not.
#[tokio::test]
async fn deleted_by_hand() {
    for told in [true, false] {
        let rig = if told { Rig::open().await } else { Rig::silent().await };
        let ada = ada(&rig).await;
        let cart = open_cart(&rig, &ada).await;
        let first = object(&rig, &begin(&ada, &cart, json!({})).await)["customer"].as_str().unwrap().to_owned();
        let setup = async || ada.post(super::METHODS, &json!({})).ok().await["payment_method_setup"]["id"].clone();
        let begun = setup().await;
        rig.stripe.forget(&first).unwrap();
        if told {
            rig.work().await;
            assert_eq!(rig.shop.count("stripe_customers where provider_ref is null").await, 1);
        } else {
            let at = sessions(&ada, &cart).await;
            let refused = ada.post(&at, &json!({"provider_id": "pp_stripe_stripe"})).error(503).await;
            assert!(refused["message"].as_str().unwrap().contains("please try again"), "{refused}");
        }
        let second = object(&rig, &begin(&ada, &cart, json!({})).await)["customer"].clone();
        assert!(second.is_string() && second != json!(first));
        assert_ne!(setup().await, begun, "what was begun for who is gone is not gone on with");
    }
}
