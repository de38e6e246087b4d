//! Tokens name sessions: what ends a session ends them, and nobody makes one himself.

use accounts::medusa::token::ActorType;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use serde_json::{Value, json};
use vault::jwt::SharedKey;

use super::visitor::{ANN, PASSWORD, Visitor, claims, count, login, open, said, token};
use crate::shop::Shop;

async fn ann(shop: &Shop) -> Visitor<'_> {
    let mut ann = Visitor::new(shop);
    ann.join(ANN).await;
    ann
}

#[tokio::test]
async fn forged_tokens() {
    let shop = open().await;
    let ann = ann(&shop).await;
    let good = ann.token.clone().unwrap();
    let said_by_good = claims(&good);
    let key = SharedKey::new(["another secret of at least 32 bytes".to_owned().into()]).unwrap();
    let unsigned = |header: Value| {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.", part(&header), part(&said_by_good))
    };
    let mut staff = said_by_good.clone();
    staff["actor_type"] = "user".into();
    let tampered = format!("{}.{}", good.rsplit_once('.').unwrap().0, URL_SAFE_NO_PAD.encode([0; 32]));
    for forged in [
        key.sign(&said_by_good).unwrap(),
        unsigned(json!({"alg": "none", "typ": "JWT"})),
        unsigned(json!({"alg": "HS256", "typ": "JWT"})),
        tampered,
        shop.platform.accounts.bearer_key.sign(&staff).unwrap(),
        "a.b.c".to_owned(),
    ] {
        let visitor = ann.with_token(&forged);
        assert_eq!(said(&visitor.me().await), (401, "Unauthorized".into()), "{forged}");
    }
    // Even a token that we have signed opens nothing in another shop.
    let elsewhere = Visitor::elsewhere(&shop).with_token(&good);
    assert_eq!(elsewhere.me().await.status.as_u16(), 401);
    assert_eq!(elsewhere.post("/store/customers", &json!({})).await.status.as_u16(), 401);
    assert_eq!(ann.me().await.status.as_u16(), 200);
    assert_eq!(said_by_good["actor_type"], json!(ActorType::Customer));
}

#[tokio::test]
async fn a_token_is_over_after_a_day_and_can_be_renewed() {
    let shop = open().await;
    let ann = ann(&shop).await;
    shop.test.clock().advance(TimeDelta::hours(23));
    let renewed = token(&ann.post("/auth/token/refresh", &json!({})).await);
    assert_eq!(claims(&renewed)["sid"], claims(ann.token.as_ref().unwrap())["sid"]);
    shop.test.clock().advance(TimeDelta::hours(2));
    assert_eq!(ann.me().await.status.as_u16(), 401);
    assert_eq!(ann.get("/api/auth/get-session").await.text, "null");
    assert_eq!(ann.with_token(&renewed).me().await.status.as_u16(), 200);
    assert_eq!(ann.post("/auth/token/refresh", &json!({})).await.status.as_u16(), 401);
}

#[tokio::test]
async fn what_ends_a_session_ends_its_tokens() {
    let shop = open().await;
    let mut ann = ann(&shop).await;
    // By Better Auth's sign-out, with the same bearer.
    assert_eq!(ann.post("/api/auth/sign-out", &json!({})).await.status.as_u16(), 200);
    assert_eq!(ann.me().await.status.as_u16(), 401);
    // By Medusa's.
    ann.sign_in(ANN, PASSWORD).await;
    assert_eq!(ann.delete("/auth/session").await.json(), json!({"success": true}));
    assert_eq!(ann.me().await.status.as_u16(), 401);
    assert_eq!(ann.delete("/auth/session").await.json(), json!({"success": true}));
    // By a ban, until it is over.
    ann.sign_in(ANN, PASSWORD).await;
    shop.change(r#"update auth."user" set banned = true"#).await;
    assert_eq!(ann.me().await.status.as_u16(), 401);
    let banned = Visitor::new(&shop).post("/auth/customer/emailpass", &login(ANN, PASSWORD)).await;
    assert_eq!(banned.status.as_u16(), 403, "{}", banned.text);
    shop.change(r#"update auth."user" set banned = false"#).await;
    assert_eq!(ann.me().await.status.as_u16(), 200);
    // With the customer.
    shop.change("update customers set deleted_at = now()").await;
    assert_eq!(ann.me().await.status.as_u16(), 401);
}

#[tokio::test]
async fn a_cookie_is_a_session_of_its_own() {
    let shop = open().await;
    let ann = ann(&shop).await;
    let answer = ann.post("/auth/session", &json!({})).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert_eq!(answer.json()["user"]["actor_type"], "customer");
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    assert!(cookie.starts_with("better-auth.session_token="), "{cookie}");
    assert_eq!(count(&shop, "auth.session").await, 2);

    let browser = Visitor::new(&shop).client().with_header("cookie", &cookie);
    assert_eq!(browser.get("/store/customers/me").ok().await["customer"]["email"], ANN);
    assert_eq!(browser.get("/api/auth/get-session").ok().await["user"]["email"], ANN);
    // Another site's page cannot change anything with it.
    let foreign = browser.post("/store/customers/me", &json!({"phone": "1"})).header("origin", "https://evil.test");
    assert_eq!(foreign.send().await.status.as_u16(), 403);
    let foreign = browser.request(http::Method::DELETE, "/auth/session").header("origin", "https://evil.test");
    assert_eq!(foreign.send().await.status.as_u16(), 403);
    let own = browser.with_header("origin", &shop.platform.accounts.base_url);
    own.post("/store/customers/me", &json!({"phone": "1"})).ok().await;

    // It ends alone, and when the session must that it was begun beside.
    let ended = own.request(http::Method::DELETE, "/auth/session").send().await;
    assert!(ended.header("set-cookie").contains("Max-Age=0"), "{ended:?}");
    assert_eq!(own.get("/store/customers/me").send().await.status.as_u16(), 401);
    assert_eq!(ann.me().await.status.as_u16(), 200);
    let same_age = r#"auth.session s where s."createdAt" = (select min("createdAt") from auth.session)"#;
    shop.test.clock().advance(TimeDelta::hours(5));
    ann.post("/auth/session", &json!({})).await;
    assert_eq!(count(&shop, same_age).await, 2);
    assert_eq!(Visitor::new(&shop).post("/auth/session", &json!({})).await.status.as_u16(), 401);
}

#[tokio::test]
async fn who_acts_as_somebody_else_begins_nothing_in_his_name() {
    let shop = open().await;
    let ann = ann(&shop).await;
    shop.change(r#"update auth.session set "impersonatedBy" = "userId""#).await;
    assert_eq!(ann.me().await.status.as_u16(), 200);
    assert_eq!(ann.post("/auth/session", &json!({})).await.status.as_u16(), 403);
    let answer = ann.post("/auth/mfa/factors", &json!({"provider": "totp"})).await;
    assert_eq!(said(&answer), (403, "Not while acting as somebody else".into()));
}
