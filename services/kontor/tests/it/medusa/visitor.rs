//! A program that speaks Medusa's API, at an address of its own: limits count by address.

use std::sync::atomic::{AtomicU32, Ordering};

use db::sea_orm::FromQueryResult;
use serde_json::{Value, json};
use testkit::{Answer, Client};

use crate::shop::{Shop, key};

static ADDRESSES: AtomicU32 = AtomicU32::new(0);

pub(crate) const PASSWORD: &str = "a long enough passphrase";
pub(crate) const ANN: &str = "ann@example.test";

pub(crate) async fn open() -> Shop {
    open_with(&[]).await
}

pub(crate) async fn open_with(more: &[(&str, &str)]) -> Shop {
    let mut settings = vec![("KONTOR_TRUSTED_PROXIES", "127.0.0.1"), ("DATABASE_ACQUIRE_TIMEOUT", "60s")];
    settings.extend(more);
    Shop::open_with(&settings).await
}

/// He calls from another address each time.
pub(crate) struct Visitor<'a> {
    pub(crate) shop: &'a Shop,
    pub(crate) key: String,
    pub(crate) token: Option<String>,
}

impl<'a> Visitor<'a> {
    pub(crate) fn new(shop: &'a Shop) -> Self {
        Self { shop, key: key("a", 1), token: None }
    }

    /// Of the other shop.
    pub(crate) fn elsewhere(shop: &'a Shop) -> Self {
        Self { key: key("b", 1), ..Self::new(shop) }
    }

    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self { shop: self.shop, key: self.key.clone(), token: Some(token.to_owned()) }
    }

    pub(crate) fn client(&self) -> Client {
        let number = ADDRESSES.fetch_add(1, Ordering::Relaxed);
        let address = format!("198.19.{}.{}", number / 250, number % 250 + 1);
        let client = self.shop.anybody().with_key(&self.key).with_header("x-forwarded-for", &address);
        match &self.token {
            Some(token) => client.with_header("authorization", &format!("Bearer {token}")),
            None => client,
        }
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.client().post(path, body).send().await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.client().get(path).send().await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.client().request(http::Method::DELETE, path).send().await
    }

    /// The token of a registration.
    pub(crate) async fn register(&self, email: &str, password: &str) -> String {
        let answer = self.post("/auth/customer/emailpass/register", &login(email, password)).await;
        token(&answer)
    }

    /// Registers, makes the customer and signs in.
    pub(crate) async fn join(&mut self, email: &str) -> Value {
        let registered = self.with_token(&self.register(email, PASSWORD).await);
        let answer = registered.post("/store/customers", &json!({"email": email, "first_name": "Ann"})).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        self.sign_in(email, PASSWORD).await;
        answer.json()["customer"].clone()
    }

    pub(crate) async fn sign_in(&mut self, email: &str, password: &str) {
        let answer = Self { token: None, key: self.key.clone(), shop: self.shop }
            .post("/auth/customer/emailpass", &login(email, password))
            .await;
        self.token = Some(token(&answer));
    }

    pub(crate) async fn me(&self) -> Answer {
        self.get("/store/customers/me").await
    }
}

/// His address is proven from now on.
pub(crate) async fn proven(shop: &Shop, email: &str) {
    shop.change(&format!(r#"update auth."user" set "emailVerified" = true where email = '{email}'"#)).await;
}

pub(crate) fn login(email: &str, password: &str) -> Value {
    json!({"email": email, "password": password})
}

pub(crate) fn token(answer: &Answer) -> String {
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    answer.json()["token"].as_str().unwrap().to_owned()
}

/// The status and the message of a refusal.
pub(crate) fn said(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.json()["message"].as_str().unwrap_or_default().to_owned())
}

/// What a token says.
pub(crate) fn claims(token: &str) -> Value {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[derive(FromQueryResult)]
struct Mail {
    text: String,
}

/// The mails that wait for somebody, the youngest first.
pub(crate) async fn letters_to(shop: &Shop, email: &str) -> Vec<String> {
    let tx = shop.test.db().begin_system("read the mails").await.unwrap();
    let mails: Vec<Mail> = db::fetch_all(
        &tx,
        "select payload -> 'message' ->> 'text' as text from jobs
         where name = 'mail.send' and strpos((payload -> 'message' -> 'to')::text, $1) > 0 order by id desc",
        [email.into()],
    )
    .await
    .unwrap();
    mails.into_iter().map(|mail| mail.text).collect()
}

/// The link in the youngest mail to somebody: its path and query.
pub(crate) async fn link_to(shop: &Shop, email: &str) -> String {
    let letters = letters_to(shop, email).await;
    let link = letters[0].split_whitespace().find(|word| word.contains("/api/auth/")).unwrap();
    assert!(link.starts_with(&*shop.platform.accounts.base_url), "{link}");
    format!("/api/auth/{}", link.split_once("/api/auth/").unwrap().1)
}

pub(crate) async fn count(shop: &Shop, sql: &str) -> i64 {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let tx = shop.test.db().begin_system("count").await.unwrap();
    db::fetch_one::<Count>(&tx, &format!("select count(*) as n from {sql}"), []).await.unwrap().n
}
