//! Second factors: one store below both APIs.

use serde_json::{Value, json};
use testkit::Answer;
use vault::totp::{PERIOD, Secret};

use super::visitor::{ANN, PASSWORD, Visitor, claims, letters_to, login, open, proven, said, token};
use crate::shop::Shop;

const LOGIN: &str = "/auth/customer/emailpass";

fn secret(setup: &Value) -> Secret {
    let stored = format!("base32:{}", setup["secret"].as_str().unwrap());
    Secret::from_stored(stored.into()).unwrap()
}

/// The code of now; each step is good once, so time moves on first.
fn code(shop: &Shop, secret: &Secret) -> String {
    shop.test.clock().advance(chrono::TimeDelta::seconds(60));
    let now = db::Clock::now(shop.test.clock()).timestamp();
    secret.code(u64::try_from(now).unwrap() / PERIOD)
}

async fn enrolled<'a>(shop: &'a Shop, ann: &mut Visitor<'a>) -> (Secret, String) {
    ann.join(ANN).await;
    let unproven = ann.post("/auth/mfa/factors", &json!({"provider": "totp"})).await;
    assert_eq!(unproven.status.as_u16(), 403, "{}", unproven.text);
    proven(shop, ANN).await;
    let setup = ann.post("/auth/mfa/factors", &json!({"provider": "totp", "label": "Phone"})).await;
    assert_eq!(setup.status.as_u16(), 200, "{}", setup.text);
    let setup = setup.json();
    assert_eq!(setup["mfa_factor"]["status"], "pending");
    assert!(setup["otpauth_url"].as_str().unwrap().starts_with("otpauth://totp/"));
    let (secret, id) = (secret(&setup), setup["mfa_factor"]["id"].as_str().unwrap().to_owned());
    let path = format!("/auth/mfa/factors/{id}/verify");
    let wrong = ann.post(&path, &json!({"code": "000000"})).await;
    assert_eq!(said(&wrong), (401, "Invalid code".into()));
    let right = ann.post(&path, &json!({"code": code(shop, &secret)})).await;
    assert_eq!(
        (right.status.as_u16(), &right.json()["mfa_factor"]["status"]),
        (200, &json!("enabled")),
        "{}",
        right.text
    );
    (secret, id)
}

fn challenged<'a>(visitor: &Visitor<'a>, answer: &Answer) -> (Visitor<'a>, String) {
    let body = answer.json();
    assert_eq!(body["mfa_required"], true, "{}", answer.text);
    let id = body["mfa_challenge"]["id"].as_str().unwrap();
    (visitor.with_token(body["token"].as_str().unwrap()), format!("/auth/mfa/challenges/{id}/verify"))
}

#[tokio::test]
async fn an_app_enrolled_here_is_asked_for_on_both() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    let (secret, id) = enrolled(&shop, &mut ann).await;
    assert_eq!(ann.me().await.status.as_u16(), 200, "the session goes on");
    let factors = ann.get("/auth/mfa/factors").await.json();
    assert_eq!(
        (&factors["mfa_factors"][0]["id"], &factors["mfa_factors"][0]["provider"]),
        (&json!(id), &json!("totp"))
    );
    assert_eq!(ann.post("/auth/mfa/factors", &json!({"provider": "totp"})).await.status.as_u16(), 400);

    let visitor = Visitor::new(&shop);
    let better_auth = visitor.post("/api/auth/sign-in/email", &login(ANN, PASSWORD)).await;
    assert_eq!(better_auth.json()["twoFactorRedirect"], true);

    let answer = visitor.post(LOGIN, &login(ANN, PASSWORD)).await;
    let (pending, path) = challenged(&visitor, &answer);
    assert_eq!(answer.json()["mfa_challenge"]["methods"], json!(["totp", "recovery_code"]));
    assert_eq!(pending.me().await.status.as_u16(), 401);
    assert_eq!(pending.get("/api/auth/get-session").await.text, "null");
    assert_eq!(pending.post("/auth/token/refresh", &json!({})).await.status.as_u16(), 401);
    let code = code(&shop, &secret);
    let give = json!({"method": "totp", "code": code});
    assert_eq!(visitor.post(&path, &give).await.status.as_u16(), 401, "without the token of the sign-in");
    assert_eq!(pending.post("/auth/mfa/challenges/other/verify", &give).await.status.as_u16(), 401);
    let wrong = pending.post(&path, &json!({"method": "totp", "code": "000000"})).await;
    assert_eq!(said(&wrong), (401, "Invalid code".into()));
    let by_mail = pending.post(&path, &json!({"method": "otp", "code": "000000"})).await;
    assert_eq!(by_mail.status.as_u16(), 400, "{}", by_mail.text);

    let tries: Vec<_> = (0..100).map(|_| tokio::spawn(pending.client().post(&path, &give).send())).collect();
    let mut tokens = Vec::new();
    for each in tries {
        let answer = each.await.unwrap();
        match answer.status.as_u16() {
            200 => tokens.push(token(&answer)),
            400 | 401 | 429 => {}
            other => panic!("{other}: {}", answer.text),
        }
    }
    assert_eq!(tokens.len(), 1, "a challenge is passed once");
    assert_eq!(claims(&tokens[0])["mfa_enabled"], true);
    assert_eq!(visitor.with_token(&tokens[0]).me().await.status.as_u16(), 200);
}

#[tokio::test]
async fn recovery_codes_are_good_once() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    let none = Visitor::new(&shop).post("/auth/mfa/recovery-codes", &json!({})).await;
    assert_eq!(none.status.as_u16(), 401);
    let (secret, _) = enrolled(&shop, &mut ann).await;
    assert_eq!(ann.post("/auth/mfa/recovery-codes", &json!({"count": 51})).await.status.as_u16(), 400);
    let ask = json!({"count": 3, "code": code(&shop, &secret)});
    let codes = ann.post("/auth/mfa/recovery-codes", &ask).await.json()["recovery_codes"].clone();
    assert_eq!(codes.as_array().unwrap().len(), 3);
    let visitor = Visitor::new(&shop);
    for (n, expected) in [(0, 200), (0, 401), (1, 200)] {
        let (pending, path) = challenged(&visitor, &visitor.post(LOGIN, &login(ANN, PASSWORD)).await);
        let answer = pending.post(&path, &json!({"method": "recovery_code", "code": codes[n]})).await;
        assert_eq!(answer.status.as_u16(), expected, "{}", answer.text);
    }
}

#[tokio::test]
async fn a_factor_is_removed_with_a_code() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    let (secret, id) = enrolled(&shop, &mut ann).await;
    let path = format!("/auth/mfa/factors/{id}");
    let remove = |body: Value| {
        let client = ann.client();
        let path = path.clone();
        async move { client.delete_with(&path, &body).send().await }
    };
    assert_eq!(remove(json!({})).await.status.as_u16(), 400);
    assert_eq!(remove(json!({"code": "000000"})).await.status.as_u16(), 401);
    assert_eq!(ann.delete("/auth/mfa/factors/authmfa_none").await.status.as_u16(), 404);
    let removed = remove(json!({"code": code(&shop, &secret)})).await;
    assert_eq!(
        (removed.status.as_u16(), &removed.json()["mfa_factor"]["status"]),
        (200, &json!("disabled")),
        "{}",
        removed.text
    );
    assert!(letters_to(&shop, ANN).await[0].contains("switched off"));
    assert_eq!(ann.get("/auth/mfa/factors").await.json(), json!({"mfa_factors": []}));
    token(&Visitor::new(&shop).post(LOGIN, &login(ANN, PASSWORD)).await);
}

#[tokio::test]
async fn codes_by_mail_enrolled_there_are_asked_for_here() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    proven(&shop, ANN).await;
    let enabled = ann.post("/api/auth/two-factor/enable", &json!({"password": PASSWORD, "method": "otp"})).await;
    assert_eq!(enabled.status.as_u16(), 200, "{}", enabled.text);
    assert_eq!(ann.get("/auth/mfa/factors").await.json()["mfa_factors"][0]["provider"], "otp");
    let visitor = Visitor::new(&shop);
    let answer = visitor.post(LOGIN, &login(ANN, PASSWORD)).await;
    let (pending, path) = challenged(&visitor, &answer);
    assert_eq!(answer.json()["mfa_challenge"]["methods"], json!(["otp"]));
    let letter = letters_to(&shop, ANN).await.remove(0);
    let code = letter.split_once("sign in is ").unwrap().1.get(..6).unwrap().to_owned();
    assert_eq!(pending.post(&path, &json!({"method": "otp", "code": "x"})).await.status.as_u16(), 401);
    token(&pending.post(&path, &json!({"method": "otp", "code": code})).await);
    // The password alone does not make a customer of another shop out of it.
    let other = Visitor::elsewhere(&shop);
    let registered = other.with_token(&other.register(ANN, PASSWORD).await);
    let refused = registered.post("/store/customers", &json!({})).await;
    assert_eq!(refused.status.as_u16(), 400, "{}", refused.text);
}

#[tokio::test]
async fn a_challenge_kept_in_a_cookie() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    let (secret, _) = enrolled(&shop, &mut ann).await;
    let visitor = Visitor::new(&shop);
    let answer = visitor.post(LOGIN, &login(ANN, PASSWORD)).await;
    let (pending, path) = challenged(&visitor, &answer);
    let kept = pending.post("/auth/session", &json!({})).await;
    assert_eq!(kept.status.as_u16(), 200, "{}", kept.text);
    assert!(kept.json()["user"].get("purpose").is_none());
    let cookie = kept.header("set-cookie").split(';').next().unwrap().to_owned();
    let browser =
        visitor.client().with_header("cookie", &cookie).with_header("origin", &shop.platform.accounts.base_url);
    let give = json!({"method": "totp", "code": code(&shop, &secret)});
    token(&browser.post(&path, &give).send().await);
}
