//! An account for one of the staff: `POST /auth/{auth_provider}/user`.

use serde_json::{Value, json};
use testkit::Answer;

use super::visitor::{ANN, PASSWORD, Visitor, claims, count, letters_to, link_to, login, open, open_with, said, token};
use crate::shop::Shop;

const PATH: &str = "/auth/emailpass/user";

async fn registered<'a>(shop: &'a Shop, email: &str, password: &str) -> Visitor<'a> {
    let visitor = Visitor::new(shop);
    let answer = visitor.post("/auth/user/emailpass/register", &login(email, password)).await;
    visitor.with_token(&token(&answer))
}

async fn make(visitor: &Visitor<'_>) -> Answer {
    visitor.post(PATH, &json!({})).await
}

fn keys(answer: &Answer) -> Vec<String> {
    answer.json()["user"].as_object().unwrap().keys().cloned().collect()
}

#[tokio::test]
async fn staff_register_prove_their_address_and_take_an_invitation() {
    let shop = open().await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let bob = registered(&shop, "Bob@Example.test", PASSWORD).await;
    let made = make(&bob).await;
    assert_eq!(made.status.as_u16(), 200, "{}", made.text);
    let user = &made.json()["user"];
    assert_eq!((&user["email"], &user["first_name"]), (&json!("bob@example.test"), &json!("bob")));
    assert!(user["id"].as_str().unwrap().starts_with("user_") && made.header("cache-control") == "no-store");
    // It is spent, and made once.
    assert_eq!(said(&make(&bob).await), (401, "Unauthorized".into()));
    assert_eq!(count(&shop, r#"auth."user" where email = 'bob@example.test' and not "emailVerified""#).await, 1);
    let body = login("bob@example.test", PASSWORD);
    assert_eq!(Visitor::new(&shop).post("/auth/user/emailpass", &body).await.json()["verification_required"], true);

    let link = link_to(&shop, "bob@example.test").await;
    Visitor::new(&shop).get(&link).await;
    let invite = json!({"email": "bob@example.test", "roles": ["editor"]});
    let invite: Value = olga.client.post("/admin/invites", &invite).ok().await;
    let bob = bob.with_token(&token(&Visitor::new(&shop).post("/auth/user/emailpass", &body).await));
    let id = invite["invite"]["token"].as_str().unwrap();
    let joined = bob.post(&format!("/admin/invites/accept?token={id}"), &json!({"first_name": "Bob"})).await;
    assert_eq!(joined.json()["user"]["id"], user["id"], "{}", joined.text);
    let refreshed = token(&bob.post("/auth/token/refresh", &json!({})).await);
    assert_eq!(claims(&refreshed)["app_metadata"]["roles"], json!(["editor"]));
    let again = make(&bob).await;
    let message = "The user is already registered and cannot create a new account.";
    assert_eq!(said(&again), (400, message.into()));
}

#[tokio::test]
async fn a_taken_address_looks_like_a_free_one() {
    let shop = open().await;
    let ann = make(&registered(&shop, ANN, PASSWORD).await).await;
    Visitor::new(&shop).get(&link_to(&shop, ANN).await).await;
    let eve = make(&registered(&shop, ANN, "another long passphrase").await).await;
    assert_eq!((eve.status.as_u16(), keys(&eve)), (200, keys(&ann)), "{}", eve.text);
    assert_ne!(eve.json()["user"]["id"], ann.json()["user"]["id"]);
    assert!(letters_to(&shop, ANN).await[0].contains("You have an account already"));
    // She is asked to prove it, as if it had been free; and Ann is as she was.
    let eve = Visitor::new(&shop).post("/auth/user/emailpass", &login(ANN, "another long passphrase")).await;
    assert_eq!(eve.json()["verification_required"], true, "{}", eve.text);
    token(&Visitor::new(&shop).post("/auth/user/emailpass", &login(ANN, PASSWORD)).await);
    // Who knows the password is who he is, unless he owes a second factor.
    let again = make(&registered(&shop, ANN, PASSWORD).await).await;
    assert_eq!(again.json()["user"]["id"], ann.json()["user"]["id"]);
    shop.change(r#"update auth."user" set "twoFactorEnabled" = true"#).await;
    let (status, message) = said(&make(&registered(&shop, ANN, PASSWORD).await).await);
    assert!(status == 400 && message.contains("second factor"), "{message}");
    assert_eq!(count(&shop, r#"auth."user""#).await, 1);
}

#[tokio::test]
async fn of_a_hundred_at_once_one_makes_it() {
    let shop = open().await;
    let bob = registered(&shop, "bob@example.test", PASSWORD).await;
    let tries = (0..100).map(|_| tokio::spawn(bob.client().post(PATH, &json!({})).send()));
    let mut made = 0;
    for each in tries.collect::<Vec<_>>() {
        let answer = each.await.unwrap();
        assert!(matches!(answer.status.as_u16(), 200 | 401), "{}", answer.text);
        made += u32::from(answer.status.as_u16() == 200);
    }
    assert_eq!(made, 1);
}

#[tokio::test]
async fn who_may_not() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let customer = Visitor::new(&shop);
    let customer = customer.with_token(&customer.register("cid@example.test", PASSWORD).await);
    let nobody = Visitor::new(&shop);
    for who in [&ann, &customer, &nobody, &nobody.with_token("nonsense")] {
        assert_eq!(said(&make(who).await), (401, "Unauthorized".into()));
    }
    let staff = registered(&shop, "bob@example.test", PASSWORD).await;
    let wrong = staff.post("/auth/google/user", &json!({})).await;
    assert_eq!(said(&wrong), (400, "The actor type user is not allowed to use the auth provider google".into()));
    let wrong = staff.post(PATH, &json!({"email": "boss@example.test"})).await;
    assert_eq!(said(&wrong), (400, "Invalid request: Unrecognized fields: 'email'".into()));
    assert_eq!(staff.get(PATH).await.status.as_u16(), 405);
    // It makes no customer.
    assert_eq!(staff.post("/store/customers", &json!({})).await.status.as_u16(), 401);
    assert_eq!(make(&staff).await.status.as_u16(), 200);
}

#[tokio::test]
async fn it_sends_no_more_mails_than_the_installation_may() {
    let shop = open_with(&[("LIMIT_SHOP_MAILS", "2")]).await;
    assert_eq!(make(&registered(&shop, "one@example.test", PASSWORD).await).await.status.as_u16(), 200);
    let two = registered(&shop, "two@example.test", PASSWORD).await;
    assert_eq!(make(&two).await.status.as_u16(), 429);
    shop.test.clock().advance(chrono::TimeDelta::minutes(30));
    assert_eq!(make(&two).await.status.as_u16(), 200, "what was registered is not lost");
}

#[tokio::test]
async fn credentials_are_not_taken_from_an_address() {
    let shop = open().await;
    Visitor::new(&shop).join(ANN).await;
    for path in ["/auth/customer/emailpass", "/auth/user/emailpass?email=ann@example.test&password=x"] {
        let (status, message) = said(&Visitor::new(&shop).get(path).await);
        assert!(status == 401 && message.contains("in the body of POST"), "{message}");
    }
    let (status, message) = said(&Visitor::new(&shop).get("/auth/vendor/emailpass").await);
    assert_eq!((status, &*message), (400, "The actor type vendor is not allowed to use the auth provider emailpass"));
}
