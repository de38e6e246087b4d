//! `/js`, as Stripe.js asks.

use serde_json::Value;
use stripe_double::PUBLISHABLE_KEY;

use crate::{Client, answer};

fn at(client: &Client, path: &str) -> String {
    client.double.script().replace("/js/stripe.js", path)
}

/// An intent and its secret.
async fn intent(client: &Client) -> (String, String) {
    let (_, intent) = client.post("/payment_intents", "k1", "amount=1000&currency=eur&capture_method=manual").await;
    (intent["id"].as_str().unwrap().to_owned(), intent["client_secret"].as_str().unwrap().to_owned())
}

async fn look(client: &Client, id: &str, key: &str, secret: &str) -> (u16, Value) {
    let url = at(client, &format!("/js/payment_intents/{id}?key={key}&client_secret={secret}"));
    let (status, said) = answer(client.http.get(url)).await;
    (status.as_u16(), said)
}

async fn confirm(client: &Client, id: &str, secret: &str, number: &str) -> (u16, Value) {
    let form = [
        ("key", PUBLISHABLE_KEY),
        ("client_secret", secret),
        ("number", number),
        ("cvc", "123"),
        ("return_url", "http://shop.example/checkout/return"),
    ];
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let request = client.http.post(at(client, &format!("/js/payment_intents/{id}/confirm")));
    let (status, said) = answer(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await;
    (status.as_u16(), said)
}

#[tokio::test]
async fn nobody_pays_by_a_wrong_key_or_secret() {
    let client = Client::start().await;
    let (id, secret) = intent(&client).await;
    for (key, by, status, code) in [
        (PUBLISHABLE_KEY, secret.as_str(), 200, None),
        (PUBLISHABLE_KEY, "pi_x_secret_y", 400, Some("payment_intent_client_secret_mismatch")),
        ("pk_test_another0000000", secret.as_str(), 404, Some("resource_missing")),
        (stripe_double::SECRET_KEY, secret.as_str(), 401, None),
        ("pk_live_double0000000000", secret.as_str(), 401, None),
        ("", secret.as_str(), 401, None),
    ] {
        let (found, said) = look(&client, &id, key, by).await;
        assert_eq!((found, said["error"]["code"].as_str()), (status, code), "{key} {by}: {said}");
    }
    let script = client.http.get(client.double.script()).send().await.unwrap();
    assert_eq!(script.headers()["content-type"], "text/javascript; charset=utf-8");
    assert_eq!(script.headers()["access-control-allow-origin"], "*");
}

#[tokio::test]
async fn a_number_does_what_its_card_does() {
    let client = Client::start().await;
    let (id, secret) = intent(&client).await;
    for (number, status, code) in [
        ("1234 5678 9012 3456", 402, "incorrect_number"),
        ("4000 0000 0000 0002", 402, "card_declined"),
        ("4000 0000 0000 0069", 402, "expired_card"),
    ] {
        let (found, said) = confirm(&client, &id, &secret, number).await;
        assert_eq!((found, said["error"]["code"].as_str()), (status, Some(code)), "{number}: {said}");
    }
    let (status, said) = confirm(&client, &id, &secret, "4242 4242 4242 4242").await;
    assert_eq!((status, said["status"].as_str()), (200, Some("requires_capture")));
    let (status, said) = confirm(&client, &id, &secret, "4242 4242 4242 4242").await;
    assert_eq!((status, said["error"]["code"].as_str()), (400, Some("payment_intent_unexpected_state")));
}

#[tokio::test]
async fn a_bank_leads_back() {
    let client = Client::start().await;
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let (id, secret) = intent(&client).await;
    for (succeeds, says, status) in
        [("false", "failed", "requires_payment_method"), ("true", "succeeded", "requires_capture")]
    {
        let (_, said) = confirm(&client, &id, &secret, "4000002500003155").await;
        assert_eq!(said["status"], "requires_action");
        let back = "http://shop.example/checkout/return?a=b";
        let fields = [("key", PUBLISHABLE_KEY), ("intent", &id), ("client_secret", &secret), ("return_url", back)];
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let page = http.get(at(&client, &format!("/js/3ds?{query}"))).send().await.unwrap().text().await.unwrap();
        assert!(page.contains("Complete authentication") && page.contains("checkout/return?a=b"), "{page}");
        let request = http.post(at(&client, "/js/3ds")).header("content-type", "application/x-www-form-urlencoded");
        let answer = request.body(format!("{query}&succeeds={succeeds}")).send().await.unwrap();
        let to = answer.headers()["location"].to_str().unwrap();
        assert!(to.starts_with(&format!("{back}&payment_intent={id}")) && to.ends_with(says), "{to}");
        assert_eq!(look(&client, &id, PUBLISHABLE_KEY, &secret).await.1["status"], status);
    }
}
