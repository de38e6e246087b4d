//! What somebody gets in with: who may change it, and how often it may be tried.

mod codes;
mod keys;
mod moving;
mod passwords;
mod second_factor;
mod unproven;

use serde_json::{Value, json};
use testkit::Answer;
use vault::totp::{PERIOD, Secret};

use crate::{passkeys::browser::Browser, shop::Shop};

const ANN: &str = "ann@example.test";
const PASSWORD: &str = "a long enough passphrase";
const OTHER: &str = "another long passphrase";

/// Somebody who has proven his address, signed in with his password.
async fn somebody<'a>(shop: &'a Shop, email: &str) -> Browser<'a> {
    let mut browser = Browser::new(shop);
    let body = json!({"name": "Ann", "email": email, "password": PASSWORD});
    good(&browser.post("/sign-up/email", &body).await);
    let link = shop.link_to(email).await;
    assert_eq!(browser.get(&link).await.status.as_u16(), 302);
    good(&browser.post("/sign-in/email", &login(email, PASSWORD)).await);
    browser
}

fn login(email: &str, password: &str) -> Value {
    json!({"email": email, "password": password})
}

fn good(answer: &Answer) -> Value {
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    answer.json()
}

fn refused(answer: &Answer, status: u16, code: &str) -> String {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    assert_eq!(answer.json()["code"], code, "{}", answer.text);
    answer.json()["message"].as_str().unwrap().to_owned()
}

/// The six digits in the youngest mail to somebody.
async fn code_to(shop: &Shop, email: &str) -> String {
    let letters = crate::medusa::visitor::letters_to(shop, email).await;
    letters[0].split_once(" is ").unwrap().1[..6].to_owned()
}

/// An authenticator app that counts: its secret, and the backup codes.
async fn with_app(shop: &Shop, browser: &mut Browser<'_>) -> (Secret, Value) {
    let begun = good(&browser.post("/two-factor/enable", &json!({"password": PASSWORD})).await);
    let uri = begun["totpURI"].as_str().unwrap();
    let secret = uri.split_once("secret=").unwrap().1.split('&').next().unwrap();
    let secret = Secret::from_stored(format!("base32:{secret}").into()).unwrap();
    good(&browser.post("/two-factor/verify-totp", &json!({"code": next(shop, &secret)})).await);
    (secret, begun["backupCodes"].clone())
}

/// The code of now; each step is good once, so time moves on first.
fn next(shop: &Shop, secret: &Secret) -> String {
    shop.test.clock().advance(chrono::TimeDelta::seconds(60));
    let now = db::Clock::now(shop.test.clock()).timestamp();
    secret.code(u64::try_from(now).unwrap() / PERIOD)
}

/// Another browser in which the password was given and the second factor is owed.
async fn challenged<'a>(shop: &'a Shop, email: &str) -> Browser<'a> {
    let mut browser = Browser::new(shop);
    let answer = good(&browser.post("/sign-in/email", &login(email, PASSWORD)).await);
    assert_eq!(answer["twoFactorRedirect"], true, "{answer}");
    browser
}
