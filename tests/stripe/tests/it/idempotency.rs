//! Keys.

use std::time::Duration;

use serde_json::json;
use stripe_double::{Fault, Harm};

use crate::{Client, answer};

const BODY: &str = "amount=1000&currency=eur";

#[tokio::test]
async fn the_first_answer_is_given_again_byte_for_byte() {
    let client = Client::start().await;
    let send = || client.form("/payment_intents", "k1", BODY).send();
    let (first, second) = (send().await.unwrap(), send().await.unwrap());
    assert!(first.headers().get("idempotent-replayed").is_none());
    assert_eq!(second.headers()["idempotent-replayed"], "true");
    assert_eq!(second.headers()["original-request"], first.headers()["request-id"]);
    assert_eq!(first.bytes().await.unwrap(), second.bytes().await.unwrap());
    assert_eq!(client.double.books()["intents"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn another_body_or_path_under_a_key_is_refused() {
    let client = Client::start().await;
    let id = client.intent("k1").await;
    for (path, body) in [
        ("/payment_intents", "amount=1001&currency=eur"),
        // The same in another order is other bytes.
        ("/payment_intents", "currency=eur&amount=1000"),
        (&*format!("/payment_intents/{id}/cancel"), ""),
    ] {
        let (status, answer) = client.post(path, "k1", body).await;
        assert_eq!((status.as_u16(), &answer["error"]["type"]), (400, &json!("idempotency_error")), "{path} {body}");
    }
}

#[tokio::test]
async fn a_key_that_is_in_use_is_refused() {
    let client = Client::start().await;
    client.double.fail(Fault::new(Harm::Slow).slow(Duration::from_millis(800)));
    let slow = tokio::spawn(client.form("/payment_intents", "k1", BODY).send());
    while client.double.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let (status, refused) = client.post("/payment_intents", "k1", BODY).await;
    assert_eq!((status.as_u16(), &refused["error"]["code"]), (409, &json!("idempotency_key_in_use")));
    assert_eq!(slow.await.unwrap().unwrap().status(), 200);
    assert_eq!(client.post("/payment_intents", "k1", BODY).await.0, 200);
}

#[tokio::test]
async fn errors_of_the_server_are_kept_and_bad_requests_are_not() {
    let client = Client::start().await;
    client.double.fail(Fault::new(Harm::ErrorAfter));
    assert_eq!(client.post("/payment_intents", "k1", BODY).await.0, 500);
    assert_eq!(client.post("/payment_intents", "k1", BODY).await.0, 500, "it stays so");
    assert_eq!(client.double.books()["intents"].as_array().unwrap().len(), 1, "though it has happened");
    // A request that was refused for its form may be mended under the same key.
    assert_eq!(client.post("/payment_intents", "k2", "amount=1000").await.0, 400);
    assert_eq!(client.post("/payment_intents", "k2", BODY).await.0, 200);
    client.double.fail(Fault::new(Harm::RateLimit));
    assert_eq!(client.post("/payment_intents", "k3", BODY).await.0, 429);
    assert_eq!(client.post("/payment_intents", "k3", BODY).await.0, 200);
}

#[tokio::test]
async fn a_declined_card_stays_declined_under_its_key() {
    let client = Client::start().await;
    let pays = "confirm=true&payment_method=pm_card_visa_chargeDeclined&automatic_payment_methods[enabled]=true";
    let body = format!("{BODY}&{pays}&automatic_payment_methods[allow_redirects]=never");
    let (status, first) = client.post("/payment_intents", "k1", &body).await;
    assert_eq!((status.as_u16(), &first["error"]["type"]), (402, &json!("card_error")));
    assert_eq!(first["error"]["decline_code"], "generic_decline");
    assert_eq!(first["error"]["payment_intent"]["status"], "requires_payment_method");
    let again = client.form("/payment_intents", "k1", &body).send().await.unwrap();
    assert_eq!((again.status().as_u16(), again.headers()["idempotent-replayed"].as_bytes()), (402, &b"true"[..]));
}

#[tokio::test]
async fn keys_have_an_end_and_a_length() {
    let client = Client::start().await;
    assert_eq!(client.post("/payment_intents", &"k".repeat(256), BODY).await.0, 400);
    assert_eq!(client.post("/payment_intents", &"k".repeat(255), BODY).await.0, 200);
    client.double.advance(24 * 3600);
    let again = client.form("/payment_intents", &"k".repeat(255), BODY).send().await.unwrap();
    assert!(again.headers().get("idempotent-replayed").is_none(), "a day later nobody knows it");
    assert_eq!(client.double.books()["intents"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_connection_is_cut_though_it_has_happened() {
    let client = Client::start().await;
    client.double.fail(Fault::new(Harm::CutAfter).at("POST", "/v1/payment_intents"));
    assert!(client.form("/payment_intents", "k1", BODY).send().await.is_err());
    assert_eq!(client.double.books()["intents"].as_array().unwrap().len(), 1);
    client.double.fail(Fault::new(Harm::CutBefore));
    assert!(client.form("/payment_intents", "k2", BODY).send().await.is_err());
    assert_eq!(client.double.books()["intents"].as_array().unwrap().len(), 1);
    let (status, _) = answer(client.form("/payment_intents", "k1", BODY)).await;
    assert_eq!(status, 200);
}
