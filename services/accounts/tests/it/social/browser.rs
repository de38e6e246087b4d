//! A browser: its cookies, and another address for each call, because limits count by address.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
};

use serde_json::{Value, json};
use testkit::{Answer, Client};
use url::Url;

use super::world::World;

static ADDRESSES: AtomicU32 = AtomicU32::new(0);

#[derive(Clone)]
pub(crate) struct Browser {
    base: String,
    client: Client,
    pub(crate) cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn new(world: &World) -> Self {
        Self { base: world.base.clone(), client: Client::new(world.address), cookies: BTreeMap::new() }
    }

    fn client(&self) -> Client {
        let number = ADDRESSES.fetch_add(1, Ordering::Relaxed);
        let address = format!("198.18.{}.{}", number / 250, number % 250 + 1);
        let client = self.client.clone().with_header("x-forwarded-for", &address);
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if cookies.is_empty() { client } else { client.with_header("cookie", &cookies.join("; ")) }
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> Answer {
        let client = self.client().with_header("origin", &self.base);
        let answer = client.post(&format!("/api/auth{path}"), &body).send().await;
        self.remember(&answer);
        answer
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        let answer = self.client().get(&format!("/api/auth{path}")).send().await;
        self.remember(&answer);
        answer
    }

    /// Follows a link to the server.
    pub(crate) async fn open(&mut self, url: &Url) -> Answer {
        let answer = self.client().get(&format!("{}?{}", url.path(), url.query().unwrap_or_default())).send().await;
        self.remember(&answer);
        answer
    }

    fn remember(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all("set-cookie") {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    pub(crate) async fn session(&mut self) -> Value {
        self.get("/get-session").await.json()
    }

    /// Where a call to sign in or to link leads.
    pub(crate) async fn lead(&mut self, path: &str, provider: &str) -> String {
        let body = json!({ "provider": provider, "callbackURL": "/account", "errorCallbackURL": "/oops" });
        let answer = self.post(path, body).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        answer.json()["url"].as_str().unwrap().to_owned()
    }

    /// Signs in as somebody whom the issuer knows; answers where that led.
    pub(crate) async fn sign_in(&mut self, world: &World, identity: &Value) -> String {
        let url = self.lead("/sign-in/social", "test").await;
        place(&self.open(&world.issuer.consent(&url, identity)).await)
    }

    /// Links an account of the issuer; answers where that led.
    pub(crate) async fn link(&mut self, world: &World, identity: &Value) -> String {
        let url = self.lead("/link-social", "test").await;
        place(&self.open(&world.issuer.consent(&url, identity)).await)
    }

    /// The key of the account at a provider.
    pub(crate) async fn account(&mut self, provider: &str) -> String {
        let accounts = self.get("/list-accounts").await.json();
        let found = accounts.as_array().unwrap().iter().find(|account| account["providerId"] == provider);
        found.unwrap_or_else(|| panic!("{accounts}"))["id"].as_str().unwrap().to_owned()
    }
}

/// Where a browser is led.
pub(crate) fn place(answer: &Answer) -> String {
    assert_eq!(answer.status.as_u16(), 302, "{}", answer.text);
    answer.header("location").to_owned()
}
