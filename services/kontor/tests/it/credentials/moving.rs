//! To another address, and what is bound to the old one.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{ANN, OTHER, PASSWORD, code_to, good, login, refused, somebody};
use crate::{medusa::visitor::letters_to, passkeys::browser::Browser, shop::Shop};

const NEW: &str = "ann.new@example.test";

async fn move_to(shop: &Shop, ann: &mut Browser<'_>, new: &str) {
    let email = ann.session().await["user"]["email"].clone();
    let ask = json!({"email": email, "type": "email-verification"});
    good(&ann.post("/email-otp/send-verification-otp", &ask).await);
    let otp = code_to(shop, email.as_str().unwrap()).await;
    good(&ann.post("/email-otp/request-email-change", &json!({"newEmail": new, "otp": otp})).await);
    let body = json!({"newEmail": new, "otp": code_to(shop, new).await});
    good(&ann.post("/email-otp/change-email", &body).await);
}

#[tokio::test]
async fn a_session_and_another_mailbox_move_no_account() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    let path = "/email-otp/request-email-change";
    for otp in [Value::Null, json!("")] {
        let mut body = json!({"newEmail": NEW});
        if otp.is_string() {
            body["otp"] = otp;
        }
        let answer = ann.post(path, &body).await;
        assert_eq!(answer.status.as_u16(), 400, "{}", answer.text);
        let words = answer.json()["message"].as_str().unwrap().to_owned();
        assert!(words.starts_with("OTP is required to verify current email: POST /email-otp"), "{words}");
    }
    refused(&ann.post(path, &json!({"newEmail": NEW, "otp": "000000"})).await, 400, "INVALID_OTP");
    assert!(letters_to(&shop, NEW).await.is_empty());

    move_to(&shop, &mut ann, NEW).await;
    assert_eq!(ann.session().await["user"]["email"], NEW);
    assert!(letters_to(&shop, ANN).await[0].contains("another address now"));

    shop.test.clock().advance(TimeDelta::days(1));
    refused(&ann.post(path, &json!({"newEmail": ANN, "otp": "000000"})).await, 403, "SESSION_NOT_FRESH");
    let body = json!({"newEmail": ANN, "otp": "000000"});
    refused(&ann.post("/email-otp/change-email", &body).await, 403, "SESSION_NOT_FRESH");
}

#[tokio::test]
async fn the_code_of_the_old_address_agrees_once() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    let ask = json!({"email": ANN, "type": "email-verification"});
    good(&ann.post("/email-otp/send-verification-otp", &ask).await);
    let otp = code_to(&shop, ANN).await;
    let body = json!({"newEmail": NEW, "otp": otp});
    let tries: Vec<_> = (0..100)
        .map(|_| tokio::spawn(ann.client().post("/api/auth/email-otp/request-email-change", &body).send()))
        .collect();
    let mut agreed = 0;
    for each in tries {
        match each.await.unwrap().status.as_u16() {
            200 => agreed += 1,
            400 | 403 | 429 => {}
            other => panic!("{other}"),
        }
    }
    assert_eq!((agreed, letters_to(&shop, NEW).await.len()), (1, 1));
}

async fn reset_token(shop: &Shop, email: &str) -> String {
    good(&Browser::new(shop).post("/request-password-reset", &json!({"email": email})).await);
    let link = shop.link_to(email).await;
    link.strip_prefix("/reset-password/").unwrap().split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_reset_link_is_of_the_address_that_it_went_to() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    let token = reset_token(&shop, ANN).await;
    move_to(&shop, &mut ann, NEW).await;
    let body = json!({"newPassword": OTHER, "token": token});
    refused(&Browser::new(&shop).post("/reset-password", &body).await, 400, "INVALID_TOKEN");
    good(&Browser::new(&shop).post("/sign-in/email", &login(NEW, PASSWORD)).await);
}

#[tokio::test]
async fn a_new_password_ends_the_other_links() {
    let shop = Shop::with_accounts().await;
    somebody(&shop, ANN).await;
    let (first, second) = (reset_token(&shop, ANN).await, reset_token(&shop, ANN).await);
    let set = |token: &str| json!({"newPassword": OTHER, "token": token});
    good(&Browser::new(&shop).post("/reset-password", &set(&second)).await);
    refused(&Browser::new(&shop).post("/reset-password", &set(&first)).await, 400, "INVALID_TOKEN");

    let third = reset_token(&shop, ANN).await;
    let mut ann = Browser::new(&shop);
    good(&ann.post("/sign-in/email", &login(ANN, OTHER)).await);
    let change = json!({"currentPassword": OTHER, "newPassword": PASSWORD});
    good(&ann.post("/change-password", &change).await);
    refused(&Browser::new(&shop).post("/reset-password", &set(&third)).await, 400, "INVALID_TOKEN");
    good(&Browser::new(&shop).post("/sign-in/email", &login(ANN, PASSWORD)).await);
}

#[tokio::test]
async fn mails_carry_no_text_of_a_stranger() {
    let shop = Shop::with_accounts().await;
    let name = "You have won: https://evil.test\n\nBuy now";
    let body = json!({"name": name, "email": ANN, "password": PASSWORD});
    good(&Browser::new(&shop).post("/sign-up/email", &body).await);
    good(&Browser::new(&shop).post("/request-password-reset", &json!({"email": ANN})).await);
    let letters = letters_to(&shop, ANN).await;
    assert_eq!(letters.len(), 2);
    for letter in letters {
        assert!(!letter.contains("evil") && !letter.contains("Buy"), "{letter}");
        assert!(letter.contains("Hello, "), "{letter}");
    }
    shop.change(r#"update auth."user" set "emailVerified" = true, name = 'Ann Hansen'"#).await;
    good(&Browser::new(&shop).post("/request-password-reset", &json!({"email": ANN})).await);
    assert!(letters_to(&shop, ANN).await[0].contains("Hello Ann Hansen, "));
}
