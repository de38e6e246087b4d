//! So many carts, codes and completions from one address; others notice nothing.

use serde_json::{Value, json};
use testkit::Client;

use crate::carts::{cart, europe, open_with, path, ready};

const FEW: [(&str, &str); 5] = [
    ("KONTOR_CACHE", "false"),
    ("KONTOR_TRUSTED_PROXIES", "127.0.0.1"),
    ("LIMIT_CARTS", "3"),
    ("LIMIT_CODES", "4"),
    ("LIMIT_COMPLETIONS", "2"),
];

async fn too_often(client: &Client, at: &str, body: &Value, words: &str) {
    let answer = client.post(at, body).send().await;
    assert_eq!(answer.status.as_u16(), 429, "{}", answer.text);
    let after: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=600).contains(&after));
    assert!(answer.text.contains(words) && answer.text.contains("rate_limited"), "{}", answer.text);
}

#[tokio::test]
async fn from_one_address() {
    let shop = open_with(&FEW).await;
    let from = |n: u32| shop.shopper().with_header("x-forwarded-for", &format!("198.51.100.{n}"));
    let (one, other) = (from(1), from(2));
    let made = ready(&one, &[(1, 1)]).await;
    let new = json!({"region_id": europe()});
    cart(&one, &[]).await;
    cart(&one, &[]).await;
    too_often(&one, "/store/carts", &new, "Too many carts were made from here").await;
    other.post("/store/carts", &new).ok().await;

    // Whichever way a code is entered, and whether it is one.
    let (at, codes) = (path(&made), format!("{}/promotions", path(&made)));
    one.post(&codes, &json!({"promo_codes": ["GUESS"]})).error(400).await;
    one.post(&at, &json!({"promo_codes": ["TEN"]})).ok().await;
    one.post(&codes, &json!({"promo_codes": ["GUESS", "GUESS-2"]})).error(400).await;
    one.post(&codes, &json!({"promo_codes": []})).ok().await;
    one.post(&codes, &json!({"promo_codes": ["GUESS"]})).error(400).await;
    too_often(&one, &codes, &json!({"promo_codes": ["TEN"]}), "Too many promotion codes were entered from here").await;
    too_often(&one, &at, &json!({"promo_codes": ["TEN"]}), "Too many promotion codes were entered from here").await;
    one.post(&codes, &json!({"promo_codes": []})).ok().await;
    other.post(&codes, &json!({"promo_codes": ["TEN"]})).ok().await;
    other.post(&codes, &json!({"promo_codes": []})).ok().await;
    for _ in 0..4 {
        one.get("/store/gift-cards/GUESS").error(404).await;
    }
    assert_eq!(one.get("/store/gift-cards/GUESS").send().await.status.as_u16(), 429);

    let complete = format!("{at}/complete");
    for _ in 0..2 {
        one.post(&complete, &json!({})).error(400).await;
    }
    too_often(&one, &complete, &json!({}), "Too many carts were completed from here").await;
    // A minute later it goes again.
    shop.test.clock().advance(chrono::TimeDelta::seconds(61));
    one.post("/store/carts", &new).ok().await;
    one.post(&complete, &json!({})).error(400).await;
}

/// Beginning to pay is a call to who takes the money: so many from one address, and of one customer wherever he calls from.
#[tokio::test]
async fn beginning_to_pay() {
    let rig = crate::payments::Rig::with(&[("LIMIT_PAYMENTS", "3")]).await;
    let from = |n: u32| rig.shop.shopper().with_header("x-forwarded-for", &format!("198.51.100.{n}"));
    let (one, other) = (from(1), from(2));
    let cart = rig.ready(&one, &[(1, 1)]).await;
    let at = crate::payments::sessions(&one, &cart).await;
    let body = crate::payments::by_stripe();
    for _ in 0..3 {
        one.post(&at, &body).ok().await;
    }
    too_often(&one, &at, &body, "Somebody began to pay too often from here").await;
    // What asks nobody is not counted.
    one.post(&at, &json!({"provider_id": "pp_system_default"})).ok().await;
    other.post(&at, &body).ok().await;

    let ada = crate::cards::ada(&rig).await;
    let methods = "/store/customers/me/payment-methods";
    for n in 10..13 {
        ada.clone().with_header("x-forwarded-for", &format!("198.51.100.{n}")).post(methods, &json!({})).ok().await;
    }
    let elsewhere = ada.clone().with_header("x-forwarded-for", "198.51.100.13");
    too_often(&elsewhere, methods, &json!({}), "Somebody began to pay too often from here").await;
    let asked = || {
        rig.stripe.requests().iter().filter(|(how, path, _)| how == "GET" && path.contains("payment_methods")).count()
    };
    let before = asked();
    for _ in 0..5 {
        assert_eq!(ada.get(methods).ok().await["count"], 0);
    }
    assert_eq!(asked() - before, 1, "he is told what is known");
}

/// Letting go a card that is kept is such a call too.
#[tokio::test]
async fn forgetting_cards() {
    let rig = crate::payments::Rig::with(&[("LIMIT_PAYMENTS", "3")]).await;
    let ada = crate::cards::ada(&rig).await;
    let from = |n: u32| ada.clone().with_header("x-forwarded-for", &format!("198.51.100.{n}"));
    let card = crate::cards::keep(&rig, &from(1), "pm_card_visa").await;
    let at = format!("/store/customers/me/payment-methods/{card}");
    let forget = async |who: &Client, at: &str| who.request(http::Method::DELETE, at).send().await;
    let detached = || rig.stripe.requests().iter().filter(|(_, path, _)| path.ends_with("/detach")).count();
    // What is none costs a look at the database, and counts all the same: of this customer wherever he calls from, and of this address.
    for n in [2, 3] {
        assert_eq!(forget(&from(n), "/store/customers/me/payment-methods/pm_none").await.status.as_u16(), 404);
    }
    let refused = forget(&from(4), &at).await;
    assert_eq!(refused.status.as_u16(), 429, "{}", refused.text);
    assert!(refused.text.contains("rate_limited") && !refused.header("retry-after").is_empty(), "{}", refused.text);
    assert_eq!(detached(), 0, "nobody is asked");
    rig.shop.test.clock().advance(chrono::TimeDelta::seconds(61));
    assert_eq!(forget(&from(5), &at).await.status.as_u16(), 200);
    assert_eq!(detached(), 1);
    for _ in 0..2 {
        forget(&from(5), &at).await;
    }
    let mut ben = crate::medusa::visitor::Visitor::new(&rig.shop);
    ben.join("ben@example.test").await;
    let ben = |n: u32| ben.client().with_header("x-forwarded-for", &format!("198.51.100.{n}"));
    assert_eq!(forget(&ben(5), &at).await.status.as_u16(), 429, "so many from one address, whoever calls");
    assert_eq!(forget(&ben(6), &at).await.status.as_u16(), 404);
}

#[tokio::test]
async fn without_limits() {
    let none = [("KONTOR_CACHE", "false"), ("LIMIT_CARTS", "0"), ("LIMIT_CODES", "0"), ("LIMIT_COMPLETIONS", "0")];
    let shop = open_with(&none).await;
    let guest = shop.shopper();
    let made = cart(&guest, &[(1, 1)]).await;
    for _ in 0..320 {
        guest.post(&format!("{}/complete", path(&made)), &json!({})).error(400).await;
    }
}
