//! A browser with all its cookies, in which somebody is signed in or not.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
};

use accounts::store::{
    sessions::{self, Origin},
    users,
};
use serde_json::Value;
use testkit::{Answer, Client};
use uuid::Uuid;

use super::authenticator::Authenticator;
use crate::shop::Shop;

static ADDRESSES: AtomicU32 = AtomicU32::new(0);

#[derive(Clone)]
pub(crate) struct Browser<'a> {
    shop: &'a Shop,
    cookies: BTreeMap<String, String>,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(shop: &'a Shop) -> Self {
        Self { shop, cookies: BTreeMap::new() }
    }

    /// Somebody new who has proven his address, signed in.
    pub(crate) async fn of_somebody(shop: &'a Shop, name: &str) -> (Self, Uuid) {
        let tx = shop.test.db().begin_system("make somebody").await.unwrap();
        let user = users::create(&tx, name, &format!("{name}@example.test"), None).await.unwrap().unwrap();
        users::prove_email(&tx, user.id, &user.email).await.unwrap().unwrap();
        let (_, token) = sessions::begin(&tx, user.id, true, Origin::default()).await.unwrap();
        tx.commit().await.unwrap();
        let mut browser = Self::new(shop);
        let session = shop.platform.accounts.signer.cookie_value(&token);
        browser.cookies.insert("better-auth.session_token".into(), session);
        (browser, user.id)
    }

    /// From an address of its own each time: limits count by address.
    pub(crate) fn client(&self) -> Client {
        let number = ADDRESSES.fetch_add(1, Ordering::Relaxed);
        let address = format!("198.19.{}.{}", number / 250, number % 250 + 1);
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.shop
            .anybody()
            .with_header("x-forwarded-for", &address)
            .with_header("origin", &self.shop.platform.accounts.base_url)
            .with_header("cookie", &cookies.join("; "))
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        let answer = self.client().get(&format!("/api/auth{path}")).send().await;
        self.remember(&answer);
        answer
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Answer {
        let answer = self.client().post(&format!("/api/auth{path}"), body).send().await;
        self.remember(&answer);
        answer
    }

    fn remember(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all("set-cookie") {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            match value {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&String> {
        self.cookies.get(&format!("better-auth.{name}"))
    }

    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(format!("better-auth.{name}"), value.to_owned());
    }

    pub(crate) async fn session(&mut self) -> Value {
        self.get("/get-session").await.json()
    }

    pub(crate) async fn options(&mut self, kind: &str) -> Value {
        let answer = self.get(&format!("/passkey/generate-{kind}-options")).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        answer.json()
    }

    /// Both halves of a registration.
    pub(crate) async fn register(&mut self, authenticator: &mut Authenticator) -> Answer {
        let options = self.options("register").await;
        let response = authenticator.create(&options);
        let body = serde_json::json!({ "response": response, "name": " Laptop " });
        self.post("/passkey/verify-registration", &body).await
    }

    /// Both halves of a sign-in.
    pub(crate) async fn sign_in(&mut self, authenticator: &mut Authenticator) -> Answer {
        let options = self.options("authenticate").await;
        let response = authenticator.get(&options);
        self.post("/passkey/verify-authentication", &serde_json::json!({ "response": response })).await
    }
}
