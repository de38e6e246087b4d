//! Who calls, in which version, how.

use serde_json::json;
use stripe_double::VERSION;

use crate::{Client, answer};

#[tokio::test]
async fn a_call_needs_a_secret_test_key() {
    let client = Client::start().await;
    let url = format!("{}/payment_intents", client.double.url());
    for (key, words) in [
        (None, "did not provide an API key"),
        (Some("Basic c2tfdGVzdA=="), "did not provide an API key"),
        (Some("Bearer pk_test_double0000"), "publishable"),
        (Some("Bearer sk_live_double0000"), "Invalid API Key"),
        (Some("Bearer sk_test_"), "Invalid API Key"),
    ] {
        let mut request = client.http.get(&url).header("stripe-version", VERSION);
        if let Some(key) = key {
            request = request.header("authorization", key);
        }
        let (status, body) = answer(request).await;
        assert_eq!(status, 401, "{key:?}");
        assert!(body["error"]["message"].as_str().unwrap().contains(words), "{key:?}: {body}");
    }
}

#[tokio::test]
async fn a_call_says_its_version() {
    let client = Client::start().await;
    let url = format!("{}/payment_intents", client.double.url());
    let bare = || client.http.get(&url).bearer_auth("sk_test_double0000");
    assert_eq!(answer(bare()).await.0, 400);
    let (status, body) = answer(bare().header("stripe-version", "2024-06-20")).await;
    assert_eq!(status, 400);
    assert!(body["error"]["message"].as_str().unwrap().starts_with("Invalid Stripe API version: 2024-06-20"));
    assert_eq!(answer(bare().header("stripe-version", VERSION)).await.0, 200);
}

#[tokio::test]
async fn json_is_no_form() {
    let client = Client::start().await;
    let request = client.request("POST", "/payment_intents").header("idempotency-key", "k1");
    let (status, body) = answer(request.json(&json!({ "amount": 1000, "currency": "eur" }))).await;
    assert_eq!((status.as_u16(), &body["error"]["type"]), (400, &json!("invalid_request_error")));
    let (status, _) = answer(client.form("/payment_intents?amount=1000", "k2", "currency=eur")).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn a_post_without_a_key_is_refused() {
    let client = Client::start().await;
    let request =
        client.request("POST", "/payment_intents").header("content-type", "application/x-www-form-urlencoded");
    let (status, body) = answer(request.body("amount=1000&currency=eur")).await;
    assert_eq!((status.as_u16(), &body["error"]["code"]), (400, &json!("idempotency_key_missing")));
}

#[tokio::test]
async fn what_is_no_operation_is_not_found() {
    let client = Client::start().await;
    let id = client.intent("k1").await;
    for (method, path) in
        [("GET", "/nothing"), ("DELETE", "/payment_intents"), ("POST", &format!("/payment_intents/{id}/explode"))]
    {
        let (status, body) = answer(client.request(method, path).header("idempotency-key", "k2")).await;
        assert_eq!(status, 404, "{method} {path}");
        assert!(body["error"]["message"].as_str().unwrap().starts_with("Unrecognized request URL"), "{body}");
    }
}

#[tokio::test]
async fn each_key_is_an_account_of_its_own() {
    let client = Client::start().await;
    let id = client.intent("k1").await;
    let url = format!("{}/payment_intents/{id}", client.double.url());
    let stranger = client.http.get(url).bearer_auth("sk_test_another1111").header("stripe-version", VERSION);
    let (status, body) = answer(stranger).await;
    assert_eq!((status.as_u16(), &body["error"]["code"]), (404, &json!("resource_missing")));
}
