//! A browser without scripts: it keeps cookies, sends forms, and says where they come from.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use accounts::store::sessions;
use serde_json::Value;
use testkit::{Answer, Client};

use crate::{admin::Colleague, shop::Shop};

/// Somebody who looks at pages.
#[derive(Clone)]
pub(crate) struct Visitor {
    client: Client,
    origin: String,
    jar: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Visitor {
    pub(crate) fn new(shop: &Shop) -> Self {
        let client = shop.anybody().with_header("accept", "text/html,*/*");
        Self { client, origin: format!("http://{}", shop.address), jar: Arc::default() }
    }

    /// The same, as a proxy says who comes from this address.
    pub(crate) fn at(self, address: &str) -> Self {
        Self { client: self.client.clone().with_header("x-forwarded-for", address), ..self }
    }

    /// The same, at an address of a shop: its host is asked for.
    pub(crate) fn on(self, url: &str) -> Self {
        let (_, host) = url.split_once("://").unwrap();
        Self { client: self.client.clone().with_header("host", host), origin: url.to_owned(), ..self }
    }

    /// The same, with a header more.
    pub(crate) fn saying(self, name: &str, value: &str) -> Self {
        Self { client: self.client.clone().with_header(name, value), ..self }
    }

    /// A cookie that the browser has.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.jar.lock().unwrap().get(name).cloned()
    }

    /// Puts a cookie into the browser, as somebody does who tries things.
    pub(crate) fn bring(&self, name: &str, value: &str) {
        self.jar.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// Signs somebody of the staff in, as the API does.
    pub(crate) async fn become_staff(&self, shop: &Shop, who: &Colleague) {
        let tx = shop.test.db().begin_system("sign somebody in").await.unwrap();
        let (_, token) = sessions::begin(&tx, who.user.0, true, sessions::Origin::default()).await.unwrap();
        tx.commit().await.unwrap();
        self.bring("better-auth.session_token", &shop.platform.accounts.signer.cookie_value(&token));
    }

    /// Sends JSON, as a script of the page does.
    pub(crate) async fn send(&self, path: &str, body: &Value) -> Answer {
        let request = self.client.request("POST".parse().unwrap(), path);
        let request = request.header("cookie", &self.cookies()).header("origin", &self.origin);
        request.body("application/json", body.to_string().into_bytes()).send().await
    }

    fn cookies(&self) -> String {
        let pairs = self.jar.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        pairs.join("; ")
    }

    fn remember(&self, answer: &Answer) {
        for set in answer.headers.get_all("set-cookie") {
            let text = set.to_str().unwrap();
            let (pair, rest) = text.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            assert!(rest.contains("SameSite=Lax") && rest.contains("Path=/"), "{text}");
            let bare = ["__Host-", "__Secure-"].iter().find_map(|mark| name.strip_prefix(mark)).unwrap_or(name);
            assert_eq!(rest.contains("HttpOnly"), !["kontor_count", "kontor_staff"].contains(&bare), "{text}");
            // A browser keeps a marked one for this host alone, and sends it by https alone.
            assert_eq!(bare == name, !rest.contains("; Secure"), "{text}");
            assert!(!rest.to_lowercase().contains("domain="), "{text}");
            assert!(!name.starts_with("__Host-") || rest.contains("Path=/;"), "{text}");
            let mut jar = self.jar.lock().unwrap();
            if rest.contains("Max-Age=0;") {
                jar.remove(name)
            } else {
                jar.insert(name.to_owned(), value.to_owned())
            };
        }
    }

    /// `GET path`, without going where it leads.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let answer = self.client.get(path).header("cookie", &self.cookies()).send().await;
        self.remember(&answer);
        answer
    }

    /// `GET path`, which is a page.
    pub(crate) async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.text
    }

    /// Sends a form.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let from = self.origin.clone();
        self.post_from(&from, path, fields).await
    }

    /// Sends a form that stands on a page of this origin.
    pub(crate) async fn post_from(&self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.client.request("POST".parse().unwrap(), path);
        let request = request.header("cookie", &self.cookies()).header("origin", origin);
        let answer = request.body("application/x-www-form-urlencoded", body.into_bytes()).send().await;
        self.remember(&answer);
        answer
    }

    /// Sends a form, and goes where it leads.
    pub(crate) async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(path, fields).await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.text);
        self.page(answer.header("location")).await
    }

    /// Sends a form, and is shown it again.
    pub(crate) async fn again(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(path, fields).await;
        assert_eq!(answer.status, 422, "{path}: {}", answer.text);
        answer.text
    }
}
