//! Proving an address.

use chrono::TimeDelta;
use serde_json::json;

use super::visitor::{ANN, PASSWORD, Visitor, count, letters_to, link_to, login, open, open_with, said, token};

const OTHER: &str = "another long passphrase";

fn code_of(link: &str) -> String {
    let token = link.split_once("token=").unwrap().1.split('&').next().unwrap();
    url::form_urlencoded::parse(format!("t={token}").as_bytes()).next().unwrap().1.into_owned()
}

#[tokio::test]
async fn an_address_is_proven_by_the_code_of_the_mail() {
    let shop = open().await;
    Visitor::new(&shop).join(ANN).await;
    let visitor = Visitor::new(&shop);
    let ask = |email: &str| json!({"entity_id": email, "entity_type": "email", "code_provider": "token"});
    let path = "/auth/verification/request";
    let (known, unknown) = (visitor.post(path, &ask(ANN)).await, visitor.post(path, &ask("no@example.test")).await);
    assert_eq!((known.status.as_u16(), unknown.status.as_u16()), (201, 201));
    assert_eq!(known.json()["verification"]["entity_id"], ANN);
    assert_eq!(known.text.len() - ANN.len(), unknown.text.len() - "no@example.test".len());
    assert_eq!(letters_to(&shop, ANN).await.len(), 2);
    assert!(letters_to(&shop, "no@example.test").await.is_empty());
    assert_eq!(visitor.post(path, &json!({"entity_id": ANN, "entity_type": "phone"})).await.status.as_u16(), 400);

    let confirm = "/auth/verification/confirm";
    let code = code_of(&link_to(&shop, ANN).await);
    let wrong = visitor.post(confirm, &json!({"code": "x"})).await;
    assert_eq!(said(&wrong), (401, "Invalid or expired verification code".into()));
    let proven = visitor.post(confirm, &json!({"code": code, "code_provider": "token"})).await;
    assert_eq!((proven.status.as_u16(), &proven.json()["entity_id"]), (200, &json!(ANN)), "{}", proven.text);
    assert_eq!(count(&shop, r#"auth."user" where "emailVerified""#).await, 1);
    let again = "/auth/customer/emailpass/verification/confirm";
    assert_eq!(visitor.post(again, &json!({"token": code})).await.status.as_u16(), 200);
    shop.test.clock().advance(TimeDelta::minutes(61));
    assert_eq!(visitor.post(confirm, &json!({"code": code})).await.status.as_u16(), 401);
    visitor.post(path, &ask(ANN)).await;
    assert_eq!(letters_to(&shop, ANN).await.len(), 2, "it is proven already");
}

#[tokio::test]
async fn where_addresses_are_proven_first_nobody_learns_who_has_an_account() {
    let shop = open_with(&[("AUTH_CUSTOMERS_VERIFY", "true")]).await;
    // Ann has an account, and has proven her address.
    let visitor = Visitor::new(&shop);
    let registered = visitor.with_token(&visitor.register(ANN, PASSWORD).await);
    registered.post("/store/customers", &json!({})).await;
    let path = "/auth/customer/emailpass";
    let unproven = visitor.post(path, &login(ANN, PASSWORD)).await;
    assert_eq!(unproven.json()["verification_required"], true, "{}", unproven.text);
    let body = visitor.with_token(unproven.json()["token"].as_str().unwrap());
    assert_eq!(body.me().await.status.as_u16(), 401);
    visitor.get(&link_to(&shop, ANN).await).await;
    token(&visitor.post(path, &login(ANN, PASSWORD)).await);

    // A stranger registers her address and a free one, and sees the same.
    let mut seen = Vec::new();
    for email in [ANN, "bob@example.test"] {
        let registered = visitor.with_token(&visitor.register(email, OTHER).await);
        let made = registered.post("/store/customers", &json!({"first_name": "Eve"})).await;
        let right = visitor.post(path, &login(email, OTHER)).await;
        let wrong = visitor.post(path, &login(email, "a third long passphrase")).await;
        let keys: Vec<String> = right.json().as_object().unwrap().keys().cloned().collect();
        let verification = right.json()["verification"]["entity_id"] == email;
        seen.push((made.status, right.status, wrong.status, keys, verification));
        let claimed = visitor.with_token(right.json()["token"].as_str().unwrap());
        assert_eq!(claimed.me().await.status.as_u16(), 401);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!((seen[0].0.as_u16(), seen[0].1.as_u16(), seen[0].2.as_u16()), (200, 200, 401));
    // Ann is as she was.
    token(&visitor.post(path, &login(ANN, PASSWORD)).await);
}
