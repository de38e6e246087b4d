//! How many mails go to one address, and how often the codes in them are guessed, from however many networks.

use chrono::TimeDelta;
use http::StatusCode;
use serde_json::json;

use super::{ANN, PASSWORD, code_to, good, login, somebody};
use crate::{
    medusa::visitor::{Visitor, letters_to},
    passkeys::browser::Browser,
    shop::Shop,
};

#[tokio::test]
async fn five_mails_of_a_kind_an_hour_whether_anybody_has_the_address() {
    let shop = Shop::with_accounts().await;
    somebody(&shop, ANN).await;
    let (known, unknown) = (ANN, "nobody@example.test");
    for (path, body) in [
        ("/api/auth/email-otp/send-verification-otp", json!({"type": "sign-in"})),
        ("/api/auth/email-otp/send-verification-otp", json!({"type": "email-verification"})),
        ("/api/auth/email-otp/request-password-reset", json!({})),
        ("/api/auth/request-password-reset", json!({})),
        ("/api/auth/sign-in/magic-link", json!({})),
        ("/api/auth/send-verification-email", json!({})),
        ("/api/auth/sign-up/email", json!({"name": "Eve", "password": PASSWORD})),
    ] {
        for email in [known, unknown] {
            let mut body = body.clone();
            body["email"] = json!(email);
            let mut seen = Vec::new();
            for _ in 0..6 {
                seen.push(Visitor::new(&shop).post(path, &body).await.status.as_u16());
            }
            // Somebody has just signed up with it.
            let is_used = path.ends_with("sign-up/email") && email == known;
            let fifth = if is_used { 429 } else { 200 };
            assert_eq!(seen, [200, 200, 200, 200, fifth, 429], "{path} {email}");
        }
    }
    // Medusa's ways count with them.
    let identifier = json!({"identifier": ANN});
    let reset = Visitor::new(&shop).post("/auth/customer/emailpass/reset-password", &identifier).await;
    assert_eq!(reset.status, StatusCode::TOO_MANY_REQUESTS);
    let ask = json!({"entity_id": ANN, "entity_type": "email", "code_provider": "token"});
    let proof = Visitor::new(&shop).post("/auth/verification/request", &ask).await;
    assert_eq!(proof.status, StatusCode::TOO_MANY_REQUESTS);

    let other = json!({"email": "ben@example.test", "type": "sign-in"});
    good(&Browser::new(&shop).post("/email-otp/send-verification-otp", &other).await);
    shop.test.clock().advance(TimeDelta::hours(1));
    good(&Browser::new(&shop).post("/request-password-reset", &json!({"email": ANN})).await);
}

#[tokio::test]
async fn whoever_asks_in_her_name_keeps_her_from_nothing_in_her_browser() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    let ask = json!({"email": ANN, "type": "sign-in"});
    for _ in 0..6 {
        Browser::new(&shop).post("/email-otp/send-verification-otp", &ask).await;
    }
    for _ in 0..31 {
        Browser::new(&shop).post("/sign-in/email-otp", &json!({"email": ANN, "otp": "000000"})).await;
    }
    good(&ann.post("/sign-out", &json!({})).await);
    good(&ann.post("/email-otp/send-verification-otp", &ask).await);
    let otp = code_to(&shop, ANN).await;
    let elsewhere = Browser::new(&shop).post("/sign-in/email-otp", &json!({"email": ANN, "otp": otp})).await;
    assert_eq!(elsewhere.status.as_u16(), 429);
    good(&ann.post("/sign-in/email-otp", &json!({"email": ANN, "otp": otp})).await);
    // And the other ways are as they were, for everybody.
    good(&Browser::new(&shop).post("/sign-in/email", &login(ANN, PASSWORD)).await);
}

#[tokio::test]
async fn who_once_had_the_password_is_not_known_in_a_thousand_browsers() {
    let shop = Shop::with_accounts().await;
    somebody(&shop, ANN).await;
    let ask = json!({"email": ANN, "type": "sign-in"});
    let mut mailed = 0;
    for _ in 0..6 {
        let mut browser = Browser::new(&shop);
        good(&browser.post("/sign-in/email", &login(ANN, PASSWORD)).await);
        for _ in 0..5 {
            let answer = browser.post("/email-otp/send-verification-otp", &ask).await;
            mailed += u32::from(answer.status == StatusCode::OK);
        }
    }
    assert_eq!(mailed, 25);
}

#[tokio::test]
async fn new_codes_take_new_guesses_but_not_for_ever() {
    let shop = Shop::with_accounts().await;
    somebody(&shop, ANN).await;
    let guess = json!({"email": ANN, "otp": "x"});
    let mut looked_at = 0;
    for _ in 0..12 {
        let ask = json!({"email": ANN, "type": "sign-in"});
        good(&Browser::new(&shop).post("/email-otp/send-verification-otp", &ask).await);
        for _ in 0..3 {
            looked_at += u32::from(Browser::new(&shop).post("/sign-in/email-otp", &guess).await.status.as_u16() == 400);
        }
        shop.test.clock().advance(TimeDelta::minutes(60));
    }
    assert_eq!(looked_at, 30);
    assert_eq!(letters_to(&shop, ANN).await.len(), 13, "one at the beginning");
    shop.test.clock().advance(TimeDelta::hours(12));
    let ask = json!({"email": ANN, "type": "sign-in"});
    good(&Browser::new(&shop).post("/email-otp/send-verification-otp", &ask).await);
    let body = json!({"email": ANN, "otp": code_to(&shop, ANN).await});
    good(&Browser::new(&shop).post("/sign-in/email-otp", &body).await);
}
