//! A new password by mail.

use serde_json::json;

use super::visitor::{ANN, PASSWORD, Visitor, letters_to, link_to, login, open, open_with, said, token};

const NEW: &str = "another long passphrase";

#[tokio::test]
async fn a_new_password_by_mail_once() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let path = "/auth/customer/emailpass";
    for email in [ANN, "nobody@example.test", "no address"] {
        let answer = ann.post(&format!("{path}/reset-password"), &json!({"identifier": email})).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (201, "Created"), "{email}");
        assert!(answer.header("content-type").starts_with("text/plain"));
    }
    assert!(letters_to(&shop, "nobody@example.test").await.is_empty());
    let link = link_to(&shop, ANN).await;
    let reset = link.strip_prefix("/api/auth/reset-password/").unwrap().split('?').next().unwrap();

    let visitor = Visitor::new(&shop).with_token(reset);
    let update = format!("{path}/update");
    for (body, status, message) in [
        (login(ANN, "1"), 400, "Password too short"),
        (login("bob@example.test", NEW), 401, "Invalid token"),
        (json!({"email": ANN}), 401, "Password should be a string"),
    ] {
        assert_eq!(said(&visitor.post(&update, &body).await), (status, message.to_owned()));
    }
    let nobody = Visitor::new(&shop).with_token("a token that is none").post(&update, &login(ANN, NEW)).await;
    assert_eq!(said(&nobody), (401, "Invalid token".into()));
    let answer = Visitor::new(&shop).post(&update, &login(ANN, NEW)).await;
    assert_eq!(said(&answer), (401, "Invalid token".into()));

    let tries: Vec<_> =
        (0..100).map(|_| tokio::spawn(visitor.client().post(&update, &login(ANN, NEW)).send())).collect();
    let mut changed = 0;
    for each in tries {
        let answer = each.await.unwrap();
        match answer.status.as_u16() {
            200 => changed += u32::from(answer.json() == json!({"success": true})),
            401 | 429 => {}
            other => panic!("{other}: {}", answer.text),
        }
    }
    assert_eq!(changed, 1);
    assert_eq!(ann.me().await.status.as_u16(), 401, "whoever had the old one is out");
    assert!(letters_to(&shop, ANN).await[0].contains("the password of your account was changed"));
    let old = Visitor::new(&shop).post(path, &login(ANN, PASSWORD)).await;
    assert_eq!(old.status.as_u16(), 401);
    token(&Visitor::new(&shop).post(path, &login(ANN, NEW)).await);
}

#[tokio::test]
async fn what_a_stranger_put_into_an_unproven_account_ends() {
    let shop = open().await;
    let mut stranger = Visitor::new(&shop);
    stranger.join(ANN).await;
    let trap = json!({"address_1": "Elsewhere 1", "is_default_shipping": true});
    stranger.post("/store/customers/me/addresses", &trap).await;
    stranger.post("/auth/mfa/factors", &json!({"provider": "totp"})).await;

    let ann = Visitor::new(&shop);
    ann.post("/auth/customer/emailpass/reset-password", &json!({"identifier": ANN})).await;
    let link = link_to(&shop, ANN).await;
    let reset = link.strip_prefix("/api/auth/reset-password/").unwrap().split('?').next().unwrap();
    let answer = ann.with_token(reset).post("/auth/customer/emailpass/update", &login(ANN, NEW)).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert_eq!(stranger.me().await.status.as_u16(), 401);
    let mut ann = Visitor::new(&shop);
    ann.sign_in(ANN, NEW).await;
    let me = ann.me().await.json()["customer"].clone();
    assert_eq!((&me["addresses"], &me["first_name"]), (&json!([]), &json!(null)));
    assert_eq!(ann.get("/auth/mfa/factors").await.json(), json!({"mfa_factors": []}));
}

#[tokio::test]
async fn the_link_leads_to_trusted_pages_alone() {
    let shop = open_with(&[("AUTH_TRUSTED_ORIGINS", "https://shop.test")]).await;
    Visitor::new(&shop).join(ANN).await;
    let path = "/auth/customer/emailpass/reset-password";
    let ask = |there: &str| json!({"identifier": ANN, "metadata": {"redirect_to": there}});
    let refused = Visitor::new(&shop).post(path, &ask("https://evil.test/")).await;
    assert_eq!(refused.status.as_u16(), 400, "{}", refused.text);
    assert_eq!(Visitor::new(&shop).post(path, &ask("https://shop.test/new")).await.status.as_u16(), 201);
    let answer = Visitor::new(&shop).get(&link_to(&shop, ANN).await).await;
    assert!(answer.header("location").starts_with("https://shop.test/new?token="), "{answer:?}");
}
