//! A password is not found out from inside an account, nor from the time that an answer takes.

use chrono::TimeDelta;
use serde_json::json;

use super::{ANN, OTHER, PASSWORD, good, login, refused, somebody};
use crate::{medusa::visitor::Visitor, passkeys::browser::Browser, shop::Shop};

#[tokio::test]
async fn who_has_a_session_does_not_guess_the_password() {
    let shop = Shop::with_accounts().await;
    let ann = somebody(&shop, ANN).await;
    let session = ann.cookie("session_token").unwrap().clone();
    // The thief has her session, and not her browser.
    let mut thief = Browser::new(&shop);
    thief.set_cookie("session_token", &session);
    for n in 0..20 {
        let answer = match n % 3 {
            0 => thief.post("/verify-password", &json!({"password": OTHER})).await,
            1 => thief.post("/change-password", &json!({"currentPassword": OTHER, "newPassword": OTHER})).await,
            _ => thief.post("/two-factor/enable", &json!({"password": OTHER})).await,
        };
        refused(&answer, 400, "INVALID_PASSWORD");
    }
    let right = json!({"password": PASSWORD});
    assert_eq!(thief.post("/verify-password", &right).await.status.as_u16(), 429);
    let noted = "security_logs where name = 'sign_in.failed' and user_id is not null
        and organization_id = '00000000-0000-0000-0000-000000000000'";
    assert_eq!(shop.count(noted).await, 20);
    // She is not held up: neither in her browser, nor signing in elsewhere.
    let mut ann = ann;
    good(&ann.post("/verify-password", &right).await);
    good(&Browser::new(&shop).post("/sign-in/email", &login(ANN, PASSWORD)).await);
    shop.test.clock().advance(TimeDelta::minutes(10));
    good(&thief.post("/verify-password", &right).await);
}

#[tokio::test]
async fn while_there_are_imported_passwords_all_ways_take_as_long() {
    for path in ["/auth/customer/emailpass", "/auth/user/emailpass", "/auth/customer/emailpass/register"] {
        let shop = Shop::with_accounts().await;
        let works_twice = || format!("{:?}", shop.platform.accounts.hasher).contains("has_imported: true");
        Visitor::new(&shop).post(path, &login("nobody@example.test", PASSWORD)).await;
        assert!(!works_twice(), "{path}");
        shop.change(
            r#"insert into auth."user" (name, email) values ('Imported', 'imported@example.test');
               insert into auth.account ("accountId", "providerId", "userId", password)
                 select id::text, 'credential', id, 'salt:scrypt' from auth."user" where email = 'imported@example.test'"#,
        )
        .await;
        Visitor::new(&shop).post(path, &login("nobody@example.test", PASSWORD)).await;
        assert!(works_twice(), "{path}");
    }
}
