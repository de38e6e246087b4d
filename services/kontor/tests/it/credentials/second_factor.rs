//! A session alone moves no second factor, and strangers keep nobody from his.

use chrono::TimeDelta;
use serde_json::json;

use super::{ANN, OTHER, PASSWORD, challenged, code_to, good, login, next, refused, somebody, with_app};
use crate::{
    medusa::visitor::{Visitor, letters_to, said, token},
    passkeys::browser::Browser,
    shop::Shop,
};

/// The same person by Medusa's token, which a thief may have as well as a cookie.
fn stolen<'a>(shop: &'a Shop, browser: &Browser<'a>) -> Visitor<'a> {
    Visitor::new(shop).with_token(browser.cookie("session_token").unwrap())
}

#[tokio::test]
async fn a_session_alone_makes_no_recovery_codes() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    let (secret, codes) = with_app(&shop, &mut ann).await;
    let thief = stolen(&shop, &ann);
    let path = "/auth/mfa/recovery-codes";
    let (status, words) = said(&thief.post(path, &json!({})).await);
    assert_eq!((status, words.contains("'code' is required")), (400, true), "{words}");
    assert_eq!(said(&thief.post(path, &json!({"code": "000000"})).await), (401, "Invalid code".into()));
    let backup = thief.post(path, &json!({"code": codes[0]})).await;
    assert_eq!(backup.status.as_u16(), 401, "a backup code is none of the app");

    let made = good(&ann.client().post(path, &json!({"code": next(&shop, &secret)})).send().await);
    assert_eq!(made["recovery_codes"].as_array().unwrap().len(), 10);
    assert!(letters_to(&shop, ANN).await[0].contains("new backup codes"));
    let mut elsewhere = challenged(&shop, ANN).await;
    let old = elsewhere.post("/two-factor/verify-backup-code", &json!({"code": codes[0]})).await;
    refused(&old, 401, "INVALID_BACKUP_CODE");

    // Whoever has the session does not guess, and holds nobody up who signs in.
    for _ in 0..7 {
        thief.post(path, &json!({"code": "000000"})).await;
    }
    assert_eq!(thief.post(path, &json!({"code": next(&shop, &secret)})).await.status.as_u16(), 429);
    good(&elsewhere.post("/two-factor/verify-totp", &json!({"code": next(&shop, &secret)})).await);
    shop.test.clock().advance(TimeDelta::hours(1));
    good(&ann.client().post(path, &json!({"code": next(&shop, &secret)})).send().await);
}

#[tokio::test]
async fn new_backup_codes_are_told_of_there_too() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    with_app(&shop, &mut ann).await;
    good(&ann.post("/two-factor/generate-backup-codes", &json!({"password": PASSWORD})).await);
    assert!(letters_to(&shop, ANN).await[0].contains("new backup codes"));
}

#[tokio::test]
async fn an_app_takes_the_place_of_mailed_codes_with_the_password_alone() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    good(&ann.post("/two-factor/enable", &json!({"password": PASSWORD, "method": "otp"})).await);
    let (path, thief) = ("/auth/mfa/factors", stolen(&shop, &ann));
    let (status, words) = said(&thief.post(path, &json!({"provider": "totp"})).await);
    assert_eq!((status, words.contains("'password' is required")), (400, true), "{words}");
    let wrong = thief.post(path, &json!({"provider": "totp", "password": OTHER})).await;
    assert_eq!(said(&wrong), (400, "Invalid password".into()));

    let begun = good(&thief.post(path, &json!({"provider": "totp", "password": PASSWORD})).await);
    let stored = format!("base32:{}", begun["secret"].as_str().unwrap());
    let secret = vault::totp::Secret::from_stored(stored.into()).unwrap();
    let id = begun["mfa_factor"]["id"].as_str().unwrap();
    good(&thief.post(&format!("{path}/{id}/verify"), &json!({"code": next(&shop, &secret)})).await);
    assert!(letters_to(&shop, ANN).await[0].contains("authenticator app was added"));

    shop.test.clock().advance(TimeDelta::days(1));
    let (status, words) = said(&thief.post(path, &json!({"provider": "totp", "password": PASSWORD})).await);
    assert_eq!((status, words.contains("sign in again")), (403, true), "{words}");
}

#[tokio::test]
async fn an_app_that_was_begun_before_mailed_codes_is_forgotten() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    let thief = stolen(&shop, &ann);
    let begun = good(&thief.post("/auth/mfa/factors", &json!({"provider": "totp"})).await);
    let stored = format!("base32:{}", begun["secret"].as_str().unwrap());
    let secret = vault::totp::Secret::from_stored(stored.into()).unwrap();
    good(&ann.post("/two-factor/enable", &json!({"password": PASSWORD, "method": "otp"})).await);
    let thief = stolen(&shop, &ann);
    let path = format!("/auth/mfa/factors/{}/verify", begun["mfa_factor"]["id"].as_str().unwrap());
    let answer = thief.post(&path, &json!({"code": next(&shop, &secret)})).await;
    assert_eq!(answer.status.as_u16(), 400, "{}", answer.text);
}

#[tokio::test]
async fn where_there_is_an_app_the_mailbox_is_no_second_factor() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    let (secret, _) = with_app(&shop, &mut ann).await;
    // Whoever reads her mail sets a new password, and is no further.
    let mut thief = Browser::new(&shop);
    good(&thief.post("/email-otp/request-password-reset", &json!({"email": ANN})).await);
    let reset = json!({"email": ANN, "otp": code_to(&shop, ANN).await, "password": OTHER});
    good(&thief.post("/email-otp/reset-password", &reset).await);
    let answer = good(&thief.post("/sign-in/email", &login(ANN, OTHER)).await);
    assert_eq!(answer["twoFactorMethods"], json!(["totp"]));
    let words = refused(&thief.post("/two-factor/send-otp", &json!({})).await, 400, "OTP_NOT_CONFIGURED");
    assert!(words.contains("authenticator app"), "{words}");
    refused(&thief.post("/two-factor/verify-otp", &json!({"code": "000000"})).await, 400, "OTP_NOT_CONFIGURED");
    good(&thief.post("/two-factor/verify-totp", &json!({"code": next(&shop, &secret)})).await);
}

#[tokio::test]
async fn backup_codes_of_an_app_that_nobody_proved_complete_nothing() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    good(&ann.post("/two-factor/enable", &json!({"password": PASSWORD, "method": "otp"})).await);
    let begun = good(&ann.post("/two-factor/enable", &json!({"password": PASSWORD})).await);
    let mut elsewhere = challenged(&shop, ANN).await;
    let given = elsewhere.post("/two-factor/verify-backup-code", &json!({"code": begun["backupCodes"][0]})).await;
    refused(&given, 400, "BACKUP_CODES_NOT_ENABLED");
    good(&elsewhere.post("/two-factor/send-otp", &json!({})).await);
    good(&elsewhere.post("/two-factor/verify-otp", &json!({"code": code_to(&shop, ANN).await})).await);
}

#[tokio::test]
async fn second_factors_by_mail_come_ten_times_an_hour() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    good(&ann.post("/two-factor/enable", &json!({"password": PASSWORD, "method": "otp"})).await);
    let mut thief = challenged(&shop, ANN).await;
    for n in 0..11 {
        let expected = if n < 10 { 200 } else { 429 };
        assert_eq!(thief.post("/two-factor/send-otp", &json!({})).await.status.as_u16(), expected, "{n}");
    }
}

#[tokio::test]
async fn wrong_codes_of_a_stranger_keep_nobody_out_who_has_been_here_before() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    let (secret, _) = with_app(&shop, &mut ann).await;
    let mut home = challenged(&shop, ANN).await;
    good(&home.post("/two-factor/verify-totp", &json!({"code": next(&shop, &secret)})).await);

    // He knows her password.
    for _ in 0..2 {
        let mut stranger = challenged(&shop, ANN).await;
        for _ in 0..5 {
            let wrong = stranger.post("/two-factor/verify-totp", &json!({"code": "000000"})).await;
            refused(&wrong, 401, "INVALID_CODE");
        }
    }
    let mut unknown = challenged(&shop, ANN).await;
    let right = json!({"code": next(&shop, &secret)});
    refused(&unknown.post("/two-factor/verify-totp", &right).await, 429, "ACCOUNT_TEMPORARILY_LOCKED");
    good(&home.post("/sign-out", &json!({})).await);
    good(&home.post("/sign-in/email", &login(ANN, PASSWORD)).await);
    refused(&home.post("/two-factor/verify-totp", &json!({"code": "000000"})).await, 401, "INVALID_CODE");
    good(&home.post("/two-factor/verify-totp", &right).await);
    // It is counted there all the same.
    for _ in 0..8 {
        good(&home.post("/sign-in/email", &login(ANN, PASSWORD)).await);
        refused(&home.post("/two-factor/verify-totp", &json!({"code": "000000"})).await, 401, "INVALID_CODE");
    }
    good(&home.post("/sign-in/email", &login(ANN, PASSWORD)).await);
    let answer = home.post("/two-factor/verify-totp", &json!({"code": next(&shop, &secret)})).await;
    refused(&answer, 429, "ACCOUNT_TEMPORARILY_LOCKED");
    shop.test.clock().advance(TimeDelta::minutes(15));
    good(&home.post("/sign-in/email", &login(ANN, PASSWORD)).await);
    good(&home.post("/two-factor/verify-totp", &json!({"code": next(&shop, &secret)})).await);
}

#[tokio::test]
async fn guesses_of_strangers_hold_nobody_up_who_has_a_second_factor() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    let (secret, _) = with_app(&shop, &mut ann).await;
    let mut home = challenged(&shop, ANN).await;
    good(&home.post("/two-factor/verify-totp", &json!({"code": next(&shop, &secret)})).await);
    shop.test.clock().advance(TimeDelta::minutes(10));
    for _ in 0..20 {
        let wrong = Browser::new(&shop).post("/sign-in/email", &login(ANN, OTHER)).await;
        refused(&wrong, 401, "INVALID_EMAIL_OR_PASSWORD");
    }
    let unknown = Browser::new(&shop).post("/sign-in/email", &login(ANN, PASSWORD)).await;
    assert_eq!(unknown.status.as_u16(), 429, "{}", unknown.text);
    assert_eq!(good(&home.post("/sign-in/email", &login(ANN, PASSWORD)).await)["twoFactorRedirect"], true);
}

#[tokio::test]
async fn a_new_password_ends_the_wait_that_a_stranger_has_caused() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    let (secret, _) = with_app(&shop, &mut ann).await;
    for _ in 0..2 {
        let mut stranger = challenged(&shop, ANN).await;
        for _ in 0..5 {
            stranger.post("/two-factor/verify-totp", &json!({"code": "000000"})).await;
        }
    }
    let mut away = Browser::new(&shop);
    good(&away.post("/request-password-reset", &json!({"email": ANN})).await);
    let link = shop.link_to(ANN).await;
    let reset = link.strip_prefix("/reset-password/").unwrap().split('?').next().unwrap();
    good(&away.post("/reset-password", &json!({"newPassword": OTHER, "token": reset})).await);
    good(&away.post("/sign-in/email", &login(ANN, OTHER)).await);
    good(&away.post("/two-factor/verify-totp", &json!({"code": next(&shop, &secret)})).await);
}

#[tokio::test]
async fn the_cookie_of_a_browser_comes_by_the_other_api_too() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, ANN).await;
    let (secret, _) = with_app(&shop, &mut ann).await;
    let visitor = Visitor::new(&shop);
    let pending = good(&visitor.post("/auth/customer/emailpass", &login(ANN, PASSWORD)).await);
    let path = format!("/auth/mfa/challenges/{}/verify", pending["mfa_challenge"]["id"].as_str().unwrap());
    let claimed = visitor.with_token(pending["token"].as_str().unwrap());
    let answer = claimed.post(&path, &json!({"method": "totp", "code": next(&shop, &secret)})).await;
    token(&answer);
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().map(|it| it.to_str().unwrap()).collect();
    assert!(cookies.iter().any(|cookie| cookie.starts_with("better-auth.known_browser=")), "{cookies:?}");
}
