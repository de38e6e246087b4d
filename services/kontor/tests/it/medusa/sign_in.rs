//! Signing in by Medusa's API.

use serde_json::json;

use super::visitor::{ANN, PASSWORD, Visitor, claims, link_to, login, open, said, token};

#[tokio::test]
async fn only_who_knows_the_password() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let visitor = Visitor::new(&shop);
    for body in [login(ANN, "wrong"), login("nobody@example.test", PASSWORD), login("no address", PASSWORD)] {
        let answer = visitor.post("/auth/customer/emailpass", &body).await;
        assert_eq!(answer.json(), json!({"type": "unauthorized", "message": "Invalid email or password"}));
        assert_eq!(answer.status.as_u16(), 401);
    }
    let answer = visitor.post("/auth/customer/emailpass", &json!({"email": ANN, "password": 1})).await;
    assert_eq!(said(&answer), (401, "Password should be a string".into()));
    let answer = visitor.post("/auth/customer/emailpass", &login("ANN@example.TEST", PASSWORD)).await;
    assert!(answer.header("cache-control").contains("no-store"));
    token(&answer);
}

#[tokio::test]
async fn actors_and_providers_that_there_are_not() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    for (path, actor, provider) in [
        ("/auth/customer/google", "customer", "google"),
        ("/auth/vendor/emailpass", "vendor", "emailpass"),
        ("/auth/vendor/emailpass/register", "vendor", "emailpass"),
        ("/auth/customer/google/update", "customer", "google"),
    ] {
        let message = format!("The actor type {actor} is not allowed to use the auth provider {provider}");
        assert_eq!(said(&visitor.post(path, &login(ANN, PASSWORD)).await), (400, message));
    }
    for answer in [
        visitor.get("/auth/customer/emailpass/callback").await,
        visitor.post("/auth/customer/emailpass/callback", &json!({})).await,
    ] {
        assert_eq!(answer.status.as_u16(), 400, "{}", answer.text);
    }
    let providers = visitor.get("/auth/customer/providers").await.json();
    assert_eq!(providers["providers"][0]["id"], "emailpass");
    assert_eq!(visitor.get("/auth/vendor/providers").await.status.as_u16(), 400);
    assert_eq!(visitor.delete("/auth/customer/emailpass").await.status.as_u16(), 405);
}

#[tokio::test]
async fn a_shop_must_be_known() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let nowhere = shop.anybody();
    let answer = nowhere.post("/auth/customer/emailpass", &login(ANN, PASSWORD)).send().await;
    let (status, message) = said(&answer);
    assert!(status == 400 && message.contains("x-publishable-api-key"), "{message}");
    let unknown = shop.anybody().with_key("pk_unknown").post("/auth/customer/emailpass", &login(ANN, PASSWORD));
    assert_eq!(unknown.send().await.status.as_u16(), 400);
    // Who is no customer there gets a token without an actor, and becomes one with it.
    let mut other = Visitor::elsewhere(&shop);
    other.sign_in(ANN, PASSWORD).await;
    assert_eq!(claims(other.token.as_ref().unwrap())["actor_id"], "");
    assert_eq!(other.me().await.status.as_u16(), 401);
    let made = other.post("/store/customers", &json!({})).await;
    assert_eq!(made.status.as_u16(), 200, "{}", made.text);
    let refreshed = other.post("/auth/token/refresh", &json!({})).await;
    assert_eq!(claims(&token(&refreshed))["actor_id"], made.json()["customer"]["id"]);
}

#[tokio::test]
async fn staff_prove_their_address_first() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    visitor.post("/api/auth/sign-up/email", &json!({"name": "Ann", "email": ANN, "password": PASSWORD})).await;
    let answer = visitor.post("/auth/user/emailpass", &login(ANN, PASSWORD)).await;
    assert_eq!(answer.json()["verification_required"], true, "{}", answer.text);
    let unproven = visitor.with_token(answer.json()["token"].as_str().unwrap());
    assert_eq!(unproven.get("/api/auth/get-session").await.text, "null");
    visitor.get(&link_to(&shop, ANN).await).await;
    let answer = token(&visitor.post("/auth/user/emailpass", &login(ANN, PASSWORD)).await);
    assert_eq!(claims(&answer)["actor_type"], "user");
    // It is none of a customer.
    assert_eq!(visitor.with_token(&answer).me().await.status.as_u16(), 401);
    assert_eq!(visitor.with_token(&answer).post("/store/customers", &json!({})).await.status.as_u16(), 401);
}

#[tokio::test]
async fn guesses_and_calls_are_counted() {
    let shop = open().await;
    Visitor::new(&shop).join(ANN).await;
    // One account, from many addresses: sign-in and registration count together.
    let mut refused = 0;
    for n in 0..24 {
        let path = if n % 2 == 0 { "/auth/customer/emailpass" } else { "/auth/customer/emailpass/register" };
        let answer = Visitor::new(&shop).post(path, &login(ANN, "wrong but long enough")).await;
        refused += u32::from(answer.status.as_u16() == 429);
        assert!(matches!(answer.status.as_u16(), 200 | 401 | 429), "{}", answer.text);
    }
    assert!(refused >= 4, "{refused}");
    // One address, many accounts.
    let client = Visitor::new(&shop).client();
    let mut last = 0;
    for n in 0..5 {
        let body = login(&format!("n{n}@example.test"), PASSWORD);
        let answer = client.post("/auth/customer/emailpass", &body).send().await;
        last = answer.status.as_u16();
        if last == 429 {
            assert!(!answer.header("retry-after").is_empty() && answer.json()["code"] == "rate_limited");
        }
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn a_path_is_counted_however_it_is_written() {
    let shop = open().await;
    let client = Visitor::new(&shop).client();
    let mut found = Vec::new();
    for name in ["emailpass", "%65mailpass", "e%6Dailpass", "em%61ilpass"] {
        let answer = client.post(&format!("/auth/customer/{name}"), &login(ANN, PASSWORD)).send().await;
        found.push(answer.status.as_u16());
    }
    assert_eq!(found, [401, 401, 401, 429]);
    // What a path names gives nobody further tries either.
    let client = Visitor::new(&shop).client();
    let mut found = Vec::new();
    for name in ["a", "b", "c", "d"] {
        let answer = client.post(&format!("/auth/customer/{name}/register"), &login(ANN, PASSWORD)).send().await;
        found.push(answer.status.as_u16());
    }
    assert_eq!(found, [400, 400, 400, 429]);
}
