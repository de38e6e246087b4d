//! Registration: nothing is made before it is spent, once, and nobody learns who has an account.

use serde_json::{Value, json};

use super::visitor::{ANN, PASSWORD, Visitor, claims, count, letters_to, link_to, login, open, said, token};

#[tokio::test]
async fn a_customer_registers_signs_in_and_is_known_to_both_apis() {
    let shop = open().await;
    let mut visitor = Visitor::new(&shop);
    let registration = visitor.register(" Ann@Example.test ", PASSWORD).await;
    assert_eq!(claims(&registration)["actor_id"], "");
    assert_eq!(count(&shop, r#"auth."user""#).await, 0, "nothing is made yet");
    assert_eq!(visitor.with_token(&registration).me().await.status.as_u16(), 401);

    let body = json!({"email": ANN, "first_name": "Ann", "last_name": "Hansen", "metadata": {"shoe": 38, "no": ""}});
    let answer = visitor.with_token(&registration).post("/store/customers", &body).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert_eq!(answer.header("cache-control"), "no-store");
    let customer = &answer.json()["customer"];
    assert_eq!((&customer["email"], &customer["has_account"]), (&json!(ANN), &json!(true)));
    assert_eq!((&customer["metadata"], &customer["addresses"]), (&json!({"shoe": 38}), &json!([])));
    assert_eq!(count(&shop, r#"auth."user" where not "emailVerified" and name = 'Ann Hansen'"#).await, 1);
    assert!(letters_to(&shop, ANN).await[0].contains("confirm that this address is yours"));

    // It is spent.
    let again = visitor.with_token(&registration).post("/store/customers", &body).await;
    assert_eq!(said(&again), (401, "Unauthorized".into()));

    visitor.sign_in(ANN, PASSWORD).await;
    let said_by_token = claims(visitor.token.as_ref().unwrap());
    assert_eq!(said_by_token["actor_id"], customer["id"]);
    assert_eq!(said_by_token["app_metadata"]["customer_id"], customer["id"]);
    assert_eq!(visitor.me().await.json()["customer"]["id"], customer["id"]);
    let session: Value = visitor.get("/api/auth/get-session").await.json();
    assert_eq!((&session["user"]["email"], &session["session"]["id"]), (&json!(ANN), &said_by_token["sid"]));
}

#[tokio::test]
async fn a_taken_address_looks_like_a_free_one() {
    let shop = open().await;
    Visitor::new(&shop).join(ANN).await;
    let visitor = Visitor::new(&shop);
    let answer = visitor.post("/auth/customer/emailpass/register", &login(ANN, "another long passphrase")).await;
    let free = visitor.post("/auth/customer/emailpass/register", &login("bob@example.test", PASSWORD)).await;
    assert_eq!(answer.json().as_object().unwrap().len(), free.json().as_object().unwrap().len());
    let (taken, free) = (visitor.with_token(&token(&answer)), visitor.with_token(&token(&free)));
    assert_eq!(claims(taken.token.as_ref().unwrap())["actor_id"], "");

    let taken = taken.post("/store/customers", &json!({"first_name": "Eve"})).await;
    let free = free.post("/store/customers", &json!({"first_name": "Bob"})).await;
    assert_eq!((taken.status, free.status), (http::StatusCode::OK, http::StatusCode::OK), "{}", taken.text);
    let keys = |answer: &testkit::Answer| -> Vec<String> {
        answer.json()["customer"].as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(keys(&taken), keys(&free));
    assert_eq!(taken.json()["customer"]["first_name"], "Eve");
    assert!(letters_to(&shop, ANN).await[0].contains("You have an account already"));
    assert_eq!(count(&shop, "customers").await, 2);
    assert_eq!(count(&shop, "customers where first_name = 'Eve'").await, 0);
    // What was wrong stays wrong, and the owner is as he was.
    let eve = visitor.post("/auth/customer/emailpass", &login(ANN, "another long passphrase")).await;
    assert_eq!(said(&eve), (401, "Invalid email or password".into()));
    token(&visitor.post("/auth/customer/emailpass", &login(ANN, PASSWORD)).await);
}

#[tokio::test]
async fn who_knows_his_password_becomes_a_customer_of_a_second_shop() {
    let shop = open().await;
    let first = Visitor::new(&shop).join(ANN).await;
    let other = Visitor::elsewhere(&shop);
    let registered = other.with_token(&other.register(ANN, PASSWORD).await);
    let answer = registered.post("/store/customers", &json!({})).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert_ne!(answer.json()["customer"]["id"], first["id"]);
    assert_eq!(count(&shop, r#"auth."user""#).await, 1);
    assert_eq!(count(&shop, "(select distinct user_id from customers) c").await, 1);

    // In his own shop he is one already, and a changed password is none any more.
    let visitor = Visitor::new(&shop);
    let again = visitor.with_token(&visitor.register(ANN, PASSWORD).await);
    let answer = again.post("/store/customers", &json!({})).await;
    assert_eq!(said(&answer), (400, "Request already authenticated as a customer.".into()));
}

#[tokio::test]
async fn somebody_with_a_session_becomes_a_customer_with_his_own_address() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    visitor.post("/api/auth/sign-up/email", &json!({"name": "Ann", "email": ANN, "password": PASSWORD})).await;
    visitor.get(&link_to(&shop, ANN).await).await;
    let answer = visitor.post("/api/auth/sign-in/email", &login(ANN, PASSWORD)).await;
    let bearer = visitor.with_token(answer.header("set-auth-token"));
    assert_eq!(bearer.me().await.status.as_u16(), 401, "no customer of this shop yet");
    let other = bearer.post("/store/customers", &json!({"email": "bob@example.test"})).await;
    assert_eq!(other.status.as_u16(), 400, "{}", other.text);
    let answer = bearer.post("/store/customers", &json!({"email": ANN})).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert_eq!(bearer.me().await.json()["customer"]["id"], answer.json()["customer"]["id"]);
    let again = bearer.post("/store/customers", &json!({})).await;
    assert_eq!(said(&again), (400, "Request already authenticated as a customer.".into()));
    let cookie = format!("better-auth.session_token={}", answer_cookie(&visitor).await);
    let client = visitor.client().with_header("cookie", &cookie);
    assert_eq!(client.get("/store/customers/me").ok().await["customer"]["email"], ANN);
}

async fn answer_cookie(visitor: &Visitor<'_>) -> String {
    let answer = visitor.post("/api/auth/sign-in/email", &login(ANN, PASSWORD)).await;
    answer.header("set-auth-token").to_owned()
}

#[tokio::test]
async fn of_a_hundred_tries_one_makes_the_customer() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    let registered = visitor.with_token(&visitor.register(ANN, PASSWORD).await);
    let tries: Vec<_> =
        (0..100).map(|_| tokio::spawn(registered.client().post("/store/customers", &json!({})).send())).collect();
    let mut made = 0;
    for each in tries {
        match each.await.unwrap().status.as_u16() {
            200 => made += 1,
            401 => {}
            other => panic!("{other}"),
        }
    }
    assert_eq!((made, count(&shop, "customers").await, count(&shop, r#"auth."user""#).await), (1, 1, 1));
}

#[tokio::test]
async fn two_registrations_of_one_address_make_one_person() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    let first = visitor.register(ANN, PASSWORD).await;
    let second = visitor.register(ANN, "another long passphrase").await;
    for registration in [first, second] {
        let answer = visitor.with_token(&registration).post("/store/customers", &json!({})).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    }
    assert_eq!((count(&shop, "customers").await, count(&shop, r#"auth."user""#).await), (1, 1));
    let second = visitor.post("/auth/customer/emailpass", &login(ANN, "another long passphrase")).await;
    assert_eq!(second.status.as_u16(), 401);
}

#[tokio::test]
async fn a_guest_stays_a_guest() {
    let shop = open().await;
    shop.change(
        "insert into customers (organization_id, email, first_name, phone)
         values ('00000000-0000-7000-8000-00000000000a', 'ann@example.test', 'Guest', '+45 1')",
    )
    .await;
    let mut visitor = Visitor::new(&shop);
    let customer = visitor.join(ANN).await;
    assert_eq!(customer["phone"], Value::Null);
    assert_eq!(count(&shop, "customers where not has_account and phone is not null and user_id is null").await, 1);
}

#[tokio::test]
async fn what_is_refused() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    let path = "/auth/customer/emailpass/register";
    for (body, status, message) in [
        (json!({"email": ANN}), 401, "Password should be a string"),
        (json!({"email": 1, "password": PASSWORD}), 401, "Email should be a string"),
        (login(ANN, "1"), 400, "Password too short"),
        (login(ANN, &"a1".repeat(5_000)), 400, "Password too long"),
        (
            login("аnn@example.test", PASSWORD),
            400,
            "Invalid request: Invalid email for field 'email': expected name@host",
        ),
        (
            login("ann@example.test\u{200b}", PASSWORD),
            400,
            "Invalid request: Invalid email for field 'email': expected name@host",
        ),
        (
            json!({"email": ANN, "password": PASSWORD, "role": "admin"}),
            400,
            "Invalid request: Unrecognized fields: 'role'",
        ),
    ] {
        assert_eq!(said(&visitor.post(path, &body).await), (status, message.to_owned()), "{body}");
    }
    let registered = visitor.with_token(&visitor.register(ANN, PASSWORD).await);
    for field in ["role", "has_account", "user_id", "id", "organization_id", "created_by"] {
        let answer = registered.post("/store/customers", &json!({field: true})).await;
        assert_eq!(said(&answer), (400, format!("Invalid request: Unrecognized fields: '{field}'")));
    }
    let other = registered.post("/store/customers", &json!({"email": "bob@example.test"})).await;
    assert_eq!(other.status.as_u16(), 400);
    // None of these has spent it.
    assert_eq!(registered.post("/store/customers", &json!({})).await.status.as_u16(), 200);
    let nobody = Visitor::new(&shop).post("/store/customers", &json!({})).await;
    assert_eq!(said(&nobody), (401, "Unauthorized".into()));

    let staff = token(&visitor.post("/auth/user/emailpass/register", &login("bob@example.test", PASSWORD)).await);
    assert_eq!(visitor.with_token(&staff).post("/store/customers", &json!({})).await.status.as_u16(), 401);
    let late = visitor.register("carl@example.test", PASSWORD).await;
    shop.test.clock().advance(chrono::TimeDelta::minutes(61));
    assert_eq!(visitor.with_token(&late).post("/store/customers", &json!({})).await.status.as_u16(), 401);
}
