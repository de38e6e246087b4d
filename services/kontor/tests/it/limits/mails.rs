//! Mails that anybody may ask for: a bot spends a shop's share of them, and nothing else.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::Answer;

use crate::{
    medusa::visitor::{ANN, PASSWORD, Visitor, login, open_with, said},
    shop::Shop,
};

async fn open(mails: &str) -> Shop {
    open_with(&[("LIMIT_SHOP_MAILS", mails)]).await
}

async fn reset(visitor: &Visitor<'_>, email: &str) -> Answer {
    visitor.post("/auth/customer/emailpass/reset-password", &json!({"identifier": email})).await
}

async fn prove(visitor: &Visitor<'_>, email: &str) -> Answer {
    visitor.post("/auth/verification/request", &json!({"entity_id": email, "entity_type": "email"})).await
}

async fn register(visitor: &Visitor<'_>, email: &str) -> Answer {
    let registered = visitor.with_token(&visitor.register(email, PASSWORD).await);
    registered.post("/store/customers", &json!({})).await
}

fn assert_spent(answer: &Answer) {
    let (status, message) = said(answer);
    assert!(status == 429 && message.contains("Signing in goes on"), "{}", answer.text);
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=900).contains(&wait), "{wait}: four an hour are one in a quarter of an hour");
    assert_eq!(answer.json()["code"], "rate_limited");
}

#[tokio::test]
async fn a_bot_spends_the_share_of_its_shop_and_nobody_is_kept_from_signing_in() {
    let shop = open("4").await;
    let (ours, theirs) = (Visitor::new(&shop), Visitor::elsewhere(&shop));
    assert_eq!(register(&ours, ANN).await.status.as_u16(), 200);
    let signed_in = ours.post("/auth/customer/emailpass", &login(ANN, PASSWORD)).await;
    let known = signed_in.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let known = known.map(|cookie| cookie.split(';').next().unwrap()).find(|cookie| cookie.contains("known_browser"));
    let known = known.unwrap().to_owned();

    assert_eq!(register(&ours, "one@example.test").await.status.as_u16(), 200);
    for n in 0..2 {
        assert_eq!(reset(&ours, &format!("n{n}@example.test")).await.status.as_u16(), 201);
        assert_eq!(prove(&ours, &format!("n{n}@example.test")).await.status.as_u16(), 201);
    }
    // Each kind has its own; whether an address has an account changes nothing.
    assert_spent(&register(&ours, "two@example.test").await);
    assert_spent(&reset(&ours, ANN).await);
    assert_spent(&reset(&ours, "nobody@example.test").await);
    assert_spent(&prove(&ours, ANN).await);

    // The other shop is another one, and so is the installation.
    assert_eq!(reset(&theirs, ANN).await.status.as_u16(), 201);
    assert_eq!(register(&theirs, "three@example.test").await.status.as_u16(), 200);
    let staff = json!({"identifier": "boss@example.test"});
    let nowhere = shop.anybody().with_header("x-forwarded-for", "198.51.100.77");
    assert_eq!(nowhere.post("/auth/user/emailpass/reset-password", &staff).send().await.status.as_u16(), 201);

    // Ann signs in, and from her own browser she gets at her password, so often as one needs it.
    let answer = ours.post("/auth/customer/emailpass", &login(ANN, PASSWORD)).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    let mut passed = 0;
    for _ in 0..7 {
        let request = ours.client().with_header("cookie", &known);
        let body = json!({"identifier": ANN});
        let answer = request.post("/auth/customer/emailpass/reset-password", &body).send().await;
        passed += u32::from(answer.status.as_u16() == 201);
    }
    assert_eq!(passed, 5);
    // Her browser is known for her, and for nobody else.
    let request = ours.client().with_header("cookie", &known);
    let body = json!({"identifier": "one@example.test"});
    assert_spent(&request.post("/auth/customer/emailpass/reset-password", &body).send().await);

    shop.test.clock().advance(TimeDelta::minutes(15));
    assert_eq!(reset(&ours, ANN).await.status.as_u16(), 201, "nobody waits for an hour");
    assert_spent(&reset(&ours, ANN).await);
}

#[tokio::test]
async fn a_registration_that_comes_too_early_is_not_lost() {
    let shop = open("2").await;
    let visitor = Visitor::new(&shop);
    assert_eq!(register(&visitor, "one@example.test").await.status.as_u16(), 200);
    let late = visitor.with_token(&visitor.register(ANN, PASSWORD).await);
    assert_eq!(late.post("/store/customers", &json!({})).await.status.as_u16(), 429);
    shop.test.clock().advance(TimeDelta::minutes(30));
    let made = late.post("/store/customers", &json!({})).await;
    assert_eq!(made.status.as_u16(), 200, "{}", made.text);
    // Who has an account already is sent no mail, and is no registration.
    let mut elsewhere = Visitor::elsewhere(&shop);
    elsewhere.sign_in(ANN, PASSWORD).await;
    assert_eq!(elsewhere.post("/store/customers", &json!({})).await.status.as_u16(), 200);
}

#[tokio::test]
async fn of_a_hundred_at_once_so_many_pass() {
    let shop = open("10").await;
    let tries = (0..100).map(|n| {
        let client = Visitor::new(&shop).client();
        let body = json!({"identifier": format!("n{n}@example.test")});
        tokio::spawn(client.post("/auth/customer/emailpass/reset-password", &body).send())
    });
    let mut passed = 0;
    for each in tries.collect::<Vec<_>>() {
        passed += u32::from(each.await.unwrap().status.as_u16() == 201);
    }
    assert_eq!(passed, 5);
    assert_eq!(reset(&Visitor::elsewhere(&shop), ANN).await.status.as_u16(), 201);
}

#[tokio::test]
async fn what_names_no_shop_counts_for_the_installation() {
    let shop = open("2").await;
    let visitor = Visitor::new(&shop);
    let sign_up = |n: u32| json!({"name": "Bo", "email": format!("n{n}@example.test"), "password": PASSWORD});
    let ask: [(&str, Value); 2] = [
        ("/api/auth/request-password-reset", json!({"email": ANN})),
        ("/api/auth/send-verification-email", json!({"email": ANN})),
    ];
    assert_eq!(visitor.post("/api/auth/sign-up/email", &sign_up(1)).await.status.as_u16(), 200);
    let refused = visitor.post("/api/auth/sign-up/email", &sign_up(2)).await;
    assert_eq!(refused.status.as_u16(), 429, "{}", refused.text);
    assert!(!refused.header("x-retry-after").is_empty());
    for (path, body) in &ask {
        assert_eq!(visitor.post(path, body).await.status.as_u16(), 200, "{path}");
        assert_eq!(visitor.post(path, body).await.status.as_u16(), 429, "{path}");
    }
    assert_eq!(reset(&visitor, ANN).await.status.as_u16(), 201, "the shop has its own");
    let unknown = visitor.client().with_key("pk_unknown");
    let body = json!({"identifier": ANN});
    unknown.post("/auth/customer/emailpass/reset-password", &body).error(400).await;
}

#[tokio::test]
async fn without_a_limit_mails_are_not_counted() {
    let shop = open("0").await;
    for n in 0..20 {
        assert_eq!(reset(&Visitor::new(&shop), &format!("n{n}@example.test")).await.status.as_u16(), 201);
    }
    // A mailbox is not filled all the same.
    let mut found = Vec::new();
    for _ in 0..6 {
        found.push(reset(&Visitor::new(&shop), ANN).await.status.as_u16());
    }
    assert_eq!(found, [201, 201, 201, 201, 201, 429]);
}
