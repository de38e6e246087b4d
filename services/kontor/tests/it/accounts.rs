//! `/api/auth` where the real client's tests (tests/better-auth) do not reach: time, many at once, what is kept.

use std::{
    collections::HashSet,
    sync::atomic::{AtomicU32, Ordering},
};

use chrono::TimeDelta;
use db::sea_orm::FromQueryResult;
use serde_json::{Value, json};
use testkit::{Answer, Client};

use crate::shop::Shop;

static ADDRESSES: AtomicU32 = AtomicU32::new(0);

/// A browser at an address of its own: limits count by address.
pub(crate) struct Browser<'a> {
    shop: &'a Shop,
    cookie: Option<String>,
}

impl<'a> Browser<'a> {
    fn new(shop: &'a Shop) -> Self {
        Self { shop, cookie: None }
    }

    pub(crate) fn client(&self) -> Client {
        let client = elsewhere(self.shop.anybody());
        match &self.cookie {
            Some(cookie) => {
                client.with_header("cookie", cookie).with_header("origin", &self.shop.platform.accounts.base_url)
            }
            None => client,
        }
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Answer {
        let answer = self.client().post(&format!("/api/auth{path}"), body).send().await;
        self.remember(&answer);
        answer
    }

    pub(super) async fn get(&mut self, path: &str) -> Answer {
        let answer = self.client().get(&format!("/api/auth{path}")).send().await;
        self.remember(&answer);
        answer
    }

    fn remember(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            if let Some(value) = pair.strip_prefix("better-auth.session_token=") {
                self.cookie = (!value.is_empty()).then(|| pair.to_owned());
            }
        }
    }

    pub(crate) async fn session(&mut self) -> Value {
        self.get("/get-session").await.json()
    }
}

/// At an address that nobody has called from.
fn elsewhere(client: Client) -> Client {
    let number = ADDRESSES.fetch_add(1, Ordering::Relaxed);
    client.with_header("x-forwarded-for", &format!("198.18.{}.{}", number / 250, number % 250 + 1))
}

#[derive(FromQueryResult)]
pub(crate) struct Mail {
    text: String,
    trace: Option<Value>,
}

impl Shop {
    pub(crate) async fn with_accounts() -> Self {
        // A hundred at once wait longer than one shopper would.
        let patient = [("DATABASE_ACQUIRE_TIMEOUT", "60s"), ("KONTOR_REQUEST_TIMEOUT", "10m")];
        Self::open_with(&[("KONTOR_TRUSTED_PROXIES", "127.0.0.1"), patient[0], patient[1]]).await
    }

    /// The mails that wait for somebody, the youngest first.
    pub(crate) async fn mails_to(&self, email: &str) -> Vec<Mail> {
        let tx = self.test.db().begin_system("read the mails").await.unwrap();
        db::fetch_all(
            &tx,
            "select payload -> 'message' ->> 'text' as text, trace from jobs
             where name = 'mail.send' and strpos((payload -> 'message' -> 'to')::text, $1) > 0 order by id desc",
            [email.into()],
        )
        .await
        .unwrap()
    }

    /// The path and query of the link in the youngest mail.
    pub(super) async fn link_to(&self, email: &str) -> String {
        let mails = self.mails_to(email).await;
        let link = mails[0].text.split_whitespace().find(|word| word.contains("/api/auth/")).unwrap().to_owned();
        link.split_once("/api/auth").unwrap().1.to_owned()
    }

    pub(crate) async fn count(&self, sql: &str) -> i64 {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let tx = self.test.db().begin_system("count").await.unwrap();
        db::fetch_one::<Count>(&tx, &format!("select count(*) as n from {sql}"), []).await.unwrap().n
    }
}

pub(crate) const PASSWORD: &str = "a long enough passphrase";

/// Somebody who has proven his address and is signed in.
pub(crate) async fn somebody<'a>(shop: &'a Shop, email: &str) -> Browser<'a> {
    let mut browser = Browser::new(shop);
    let answer = browser.post("/sign-up/email", &json!({"name": "Ann", "email": email, "password": PASSWORD})).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    let link = shop.link_to(email).await;
    assert_eq!(browser.get(&link).await.status.as_u16(), 302);
    let answer = browser.post("/sign-in/email", &json!({"email": email, "password": PASSWORD})).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert_eq!(browser.session().await["user"]["email"], email);
    browser
}

#[tokio::test]
async fn a_hundred_sign_ups_with_one_address_make_one_person() {
    let shop = Shop::open_with(&[
        ("KONTOR_TRUSTED_PROXIES", "127.0.0.1"),
        ("DATABASE_ACQUIRE_TIMEOUT", "60s"),
        ("KONTOR_REQUEST_TIMEOUT", "10m"),
        ("LIMIT_SHOP_MAILS", "0"),
    ])
    .await;
    let tries = (0..100).map(|_| {
        let body = json!({"name": "Ann", "email": "ann@example.test", "password": PASSWORD});
        tokio::spawn(insist(&shop, "/api/auth/sign-up/email", body))
    });
    let mut ids = HashSet::new();
    for each in tries.collect::<Vec<_>>() {
        let answer = each.await.unwrap();
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        assert!(ids.insert(answer.json()["user"]["id"].to_string()), "an id was answered twice");
    }
    assert_eq!(shop.count("auth.\"user\" where email = 'ann@example.test'").await, 1);
    assert_eq!(shop.count("auth.account").await, 1);
    assert_eq!(shop.mails_to("ann@example.test").await.len(), 100, "each is told, the owner too");
}

/// Asks until there is room: hashing has a queue, and it ends; of the mails to an address it is the clock that says so. Each
/// time from another address, which are limited too.
fn insist(shop: &Shop, path: &'static str, body: Value) -> impl Future<Output = Answer> + Send + use<> {
    let (anybody, clock) = (shop.anybody(), shop.test.clock().clone());
    async move {
        loop {
            let answer = elsewhere(anybody.clone()).post(path, &body).send().await;
            if answer.status.as_u16() != 429 {
                return answer;
            }
            let wait: i64 = answer.header("x-retry-after").parse().unwrap_or_default();
            if wait > 60 {
                clock.advance(TimeDelta::seconds(wait));
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }
}

#[tokio::test]
async fn a_reset_token_changes_one_password_of_a_hundred_tries() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann@example.test").await;
    ann.post("/request-password-reset", &json!({"email": "ann@example.test"})).await;
    let link = shop.link_to("ann@example.test").await;
    let token = link.strip_prefix("/reset-password/").unwrap().split('?').next().unwrap();

    let tries = (0..100).map(|n| {
        let body = json!({"newPassword": format!("another passphrase {n}"), "token": token});
        tokio::spawn(insist(&shop, "/api/auth/reset-password", body))
    });
    let (mut changed, mut refused) = (0, 0);
    for each in tries.collect::<Vec<_>>() {
        match each.await.unwrap().status.as_u16() {
            200 => changed += 1,
            400 => refused += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!((changed, refused), (1, 99));
    assert_eq!(ann.session().await, Value::Null, "whoever had the old password is out");
}

#[tokio::test]
async fn a_session_is_prolonged_when_it_is_used_and_ends_all_the_same() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann@example.test").await;
    let begun = ann.session().await["session"]["expiresAt"].clone();
    shop.test.clock().advance(TimeDelta::hours(23));
    assert_eq!(ann.session().await["session"]["expiresAt"], begun, "not within the first day");
    shop.test.clock().advance(TimeDelta::hours(2));
    let answer = ann.get("/get-session").await;
    assert!(answer.header("set-cookie").contains("Max-Age=604800"), "{answer:?}");
    assert_ne!(answer.json()["session"]["expiresAt"], begun);
    // Used every six days, it still ends ninety days after it began.
    for _ in 0..14 {
        shop.test.clock().advance(TimeDelta::days(6));
        assert_ne!(ann.session().await, Value::Null);
    }
    shop.test.clock().advance(TimeDelta::days(6));
    assert_eq!(ann.session().await, Value::Null);
}

#[tokio::test]
async fn a_session_that_is_not_used_ends() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann@example.test").await;
    shop.test.clock().advance(TimeDelta::days(7));
    assert_eq!(ann.session().await, Value::Null);

    let mut short = Browser::new(&shop);
    let body = json!({"email": "ann@example.test", "password": PASSWORD, "rememberMe": false});
    short.post("/sign-in/email", &body).await;
    shop.test.clock().advance(TimeDelta::hours(23));
    assert_ne!(short.session().await, Value::Null);
    shop.test.clock().advance(TimeDelta::hours(2));
    assert_eq!(short.session().await, Value::Null, "it is never prolonged");
}

#[tokio::test]
async fn a_link_is_too_old_after_an_hour() {
    let shop = Shop::with_accounts().await;
    let mut ann = Browser::new(&shop);
    let body = json!({"name": "Ann", "email": "ann@example.test", "password": PASSWORD});
    ann.post("/sign-up/email", &body).await;
    let link = shop.link_to("ann@example.test").await;
    shop.test.clock().advance(TimeDelta::minutes(61));
    let answer = ann.get(&link).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, "/?error=TOKEN_EXPIRED"));
    assert_eq!(shop.count("auth.\"user\" where \"emailVerified\"").await, 0);
}

#[tokio::test]
async fn nothing_that_opens_anything_is_kept() {
    let shop = Shop::with_accounts().await;
    let ann = somebody(&shop, "ann@example.test").await;
    let cookie = ann.cookie.clone().unwrap();
    let token = cookie.split_once('=').unwrap().1.split('.').next().unwrap();
    assert_eq!(token.len(), 32);
    assert_eq!(shop.count("auth.session").await, 1);
    assert_eq!(shop.count(&format!("auth.session s where s::text like '%{token}%'")).await, 0);
    assert_eq!(shop.count(&format!("auth.account a where a::text like '%{PASSWORD}%'")).await, 0);
    assert_eq!(shop.count("auth.account where password like '$argon2id$v=19$m=19456,t=2,p=1$%'").await, 1);
}

#[tokio::test]
async fn a_mail_carries_the_id_of_the_request_that_asked_for_it() {
    let shop = Shop::with_accounts().await;
    let mut ann = Browser::new(&shop);
    let body = json!({"name": "Ann", "email": "ann@example.test", "password": PASSWORD});
    let answer = ann.post("/sign-up/email", &body).await;
    let mails = shop.mails_to("ann@example.test").await;
    assert_eq!(mails[0].trace, Some(json!({"request_id": answer.header("x-request-id")})));
}

#[tokio::test]
async fn what_is_over_is_deleted_at_night() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann@example.test").await;
    ann.post("/request-password-reset", &json!({"email": "ann@example.test"})).await;
    let registry = jobs::Registry::new().with::<accounts::Purge>(());
    let purge = || async {
        let tx = shop.test.db().begin_system("tidy up").await.unwrap();
        jobs::enqueue(&tx, &accounts::Purge::default()).await.unwrap();
        tx.commit().await.unwrap();
        shop.test.run_jobs(&registry).await;
        (shop.count("auth.session").await, shop.count("auth.verification").await)
    };
    assert_eq!(purge().await, (1, 1));
    shop.test.clock().advance(TimeDelta::hours(2));
    assert_eq!(purge().await, (1, 0));
    shop.test.clock().advance(TimeDelta::days(7));
    assert_eq!(purge().await, (0, 0));
}

#[tokio::test]
async fn the_only_owner_of_a_shop_stays() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann@example.test").await;
    let made = ann.post("/organization/create", &json!({"name": "Ann's", "slug": "anns"})).await;
    assert_eq!(made.status.as_u16(), 200, "{}", made.text);
    ann.post("/delete-user", &json!({})).await;
    let link = shop.link_to("ann@example.test").await;
    let answer = ann.get(&link).await;
    assert_eq!(answer.status.as_u16(), 400, "{}", answer.text);
    assert_eq!(answer.json()["code"], "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER");

    // Without the shop he may go, and the link still holds: nothing was spent.
    let id = &made.json()["id"];
    assert_eq!(ann.post("/organization/delete", &json!({"organizationId": id})).await.status.as_u16(), 200);
    assert_eq!(ann.get(&link).await.status.as_u16(), 302);
    assert_eq!(shop.count("auth.\"user\"").await, 0);
}

#[tokio::test]
async fn a_new_shop_is_one_to_sell_in() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann@example.test").await;
    let made = ann.post("/organization/create", &json!({"name": "Ann's", "slug": "anns"})).await;
    assert_eq!(made.status.as_u16(), 200, "{}", made.text);
    let owner = ann.client();
    let stores = owner.get("/admin/stores").ok().await;
    let store = &stores["stores"][0];
    assert_eq!((&stores["count"], &store["name"]), (&json!(1), &json!("Ann's")), "{stores}");
    assert_eq!(store["supported_currencies"][0]["currency_code"], "eur");
    let channels = owner.get("/admin/sales-channels").ok().await;
    assert_eq!(channels["sales_channels"][0]["id"], store["default_sales_channel_id"]);
    assert_eq!(owner.get("/admin/shipping-profiles").ok().await["count"], 1);
    let region = json!({"name": "Germany", "currency_code": "eur", "countries": ["de"]});
    owner.post("/admin/regions", &region).ok().await;
    // Another currency is what the store's settings are for.
    let at = format!("/admin/stores/{}", store["id"].as_str().unwrap());
    let dollars =
        json!({"supported_currencies": [{"currency_code": "usd", "is_default": true}, {"currency_code": "eur"}]});
    owner.post(&at, &dollars).ok().await;
    owner.post("/admin/regions", &json!({"name": "USA", "currency_code": "usd", "countries": ["us"]})).ok().await;
}

#[tokio::test]
async fn pages_of_trusted_origins_may_call_and_read() {
    let shop = Shop::open_with(&[("AUTH_TRUSTED_ORIGINS", "https://app.example")]).await;
    let ask = |origin: &str| {
        let client = shop.anybody().with_header("origin", origin);
        client
            .with_header("access-control-request-method", "POST")
            .with_header("access-control-request-headers", "content-type")
    };
    let allowed = ask("https://app.example").request(http::Method::OPTIONS, "/api/auth/sign-in/email").send().await;
    assert_eq!(allowed.header("access-control-allow-origin"), "https://app.example");
    assert_eq!(allowed.header("access-control-allow-credentials"), "true");
    let read = ask("https://app.example").get("/api/auth/get-session").send().await;
    assert!(read.header("access-control-expose-headers").contains("set-auth-token"), "{:?}", read.headers);
    for origin in ["https://evil.example", "https://app.example.evil.example", "null"] {
        let refused = ask(origin).request(http::Method::OPTIONS, "/api/auth/sign-in/email").send().await;
        assert_eq!(refused.header("access-control-allow-origin"), "", "{origin}");
    }
}
