//! The double refuses what Stripe refuses.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod browser;
mod control;
mod door;
mod gate;
mod idempotency;
mod parameters;

use http::StatusCode;
use serde_json::Value;
use stripe_double::{Double, SECRET_KEY, VERSION};

/// A client that does all as it should be, for tests that change one thing.
pub(crate) struct Client {
    pub(crate) double: Double,
    pub(crate) http: reqwest::Client,
}

impl Client {
    pub(crate) async fn start() -> Self {
        Self { double: Double::start().await.unwrap(), http: reqwest::Client::new() }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", self.double.url());
        let request = self.http.request(method.parse().unwrap(), url);
        request.bearer_auth(SECRET_KEY).header("stripe-version", VERSION)
    }

    pub(crate) fn form(&self, path: &str, key: &str, body: &str) -> reqwest::RequestBuilder {
        let request = self.request("POST", path).header("idempotency-key", key);
        request.header("content-type", "application/x-www-form-urlencoded").body(body.to_owned())
    }

    pub(crate) async fn post(&self, path: &str, key: &str, body: &str) -> (StatusCode, Value) {
        answer(self.form(path, key, body)).await
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        answer(self.request("GET", path)).await
    }

    pub(crate) async fn intent(&self, key: &str) -> String {
        let (status, intent) = self.post("/payment_intents", key, "amount=1000&currency=eur").await;
        assert_eq!(status, 200, "{intent}");
        intent["id"].as_str().unwrap().to_owned()
    }
}

pub(crate) async fn answer(request: reqwest::RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.unwrap();
    let status = response.status();
    (status, response.json().await.unwrap())
}
