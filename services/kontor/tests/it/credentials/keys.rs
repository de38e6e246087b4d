//! Personal keys: who makes them, what they open, and when they end.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::Client;

use super::{ANN, OTHER, good, login, refused, somebody};
use crate::{admin::organization, medusa::visitor::letters_to, passkeys::browser::Browser, shop::Shop};

/// Ann, with a role in our shop.
async fn employed<'a>(shop: &'a Shop, role: &str) -> Browser<'a> {
    let mut ann = somebody(shop, ANN).await;
    let user = ann.session().await["user"]["id"].as_str().unwrap().parse().unwrap();
    let tx = shop.test.db().begin_system("hire somebody").await.unwrap();
    accounts::store::members::create(&tx, organization("a").0, user, role).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    ann
}

async fn make(ann: &mut Browser<'_>, body: Value) -> Value {
    good(&ann.post("/api-key/create", &body).await)
}

fn with(shop: &Shop, key: &Value) -> Client {
    shop.anybody().with_header("x-api-key", key["key"].as_str().unwrap())
}

async fn status(client: &Client, path: &str) -> u16 {
    client.get(path).send().await.status.as_u16()
}

#[tokio::test]
async fn a_key_is_made_freshly_and_told_of() {
    let shop = Shop::with_accounts().await;
    let mut ann = employed(&shop, "editor").await;
    let key = make(&mut ann, json!({"name": "Importer"})).await;
    assert!(letters_to(&shop, ANN).await[0].contains("a personal key \u{201c}Importer\u{201d} was made"));
    shop.change(
        r#"insert into auth.apikey ("referenceId", key)
           select u.id, rpad(n::text, 43, 'x') from auth."user" u, generate_series(1, 99) n where u.email = 'ann@example.test'"#,
    )
    .await;
    let full = ann.post("/api-key/create", &json!({})).await;
    assert_eq!(full.status.as_u16(), 400, "{}", full.text);
    assert!(full.json()["message"].as_str().unwrap().contains("delete one"), "{}", full.text);

    shop.test.clock().advance(TimeDelta::days(1));
    let words = refused(&ann.post("/api-key/create", &json!({})).await, 403, "SESSION_NOT_FRESH");
    assert!(words.contains("sign in again"), "{words}");
    let enable = json!({"keyId": key["id"], "enabled": true});
    refused(&ann.post("/api-key/update", &enable).await, 403, "SESSION_NOT_FRESH");
    // A key that has to go goes at once.
    good(&ann.post("/api-key/delete", &json!({"keyId": key["id"]})).await);
    assert_eq!(status(&with(&shop, &key), "/admin/customers").await, 401);
}

#[tokio::test]
async fn a_key_opens_what_it_is_for_and_never_more_than_its_owner() {
    let shop = Shop::with_accounts().await;
    let mut ann = employed(&shop, "support").await;
    let key = make(&mut ann, json!({"scopes": ["customer:read", "api_key:*", "order:read"]})).await;
    assert_eq!(key["permissions"], json!({"api_key": ["*"], "customer": ["read"], "order": ["read"]}));
    let program = with(&shop, &key);
    assert_eq!(status(&program, "/admin/customers").await, 200);
    program.post("/admin/customers", &json!({})).error(403).await;
    assert_eq!(status(&program, "/admin/api-keys").await, 403, "her role has it not");

    let set = |scopes: Value| json!({"keyId": key["id"], "scopes": scopes});
    good(&ann.post("/api-key/update", &set(json!(["product:read"]))).await);
    assert_eq!(status(&program, "/admin/customers").await, 403);
    assert_eq!(shop.count("security_logs where name = 'personal_key.changed'").await, 2, "for the shop as well");
    let whole = good(&ann.post("/api-key/update", &set(Value::Null)).await);
    assert_eq!(whole["permissions"], Value::Null);
    program.post("/admin/customers", &json!({})).ok().await;

    for scopes in
        [json!([]), json!(["nonsense"]), json!(["*"]), json!(["product:fly"]), json!("product:read"), json!([1])]
    {
        let words = refused(&ann.post("/api-key/create", &json!({"scopes": scopes})).await, 400, "VALIDATION_ERROR");
        assert!(words.contains("[body.scopes]") && words.contains("product:read"), "{words}");
    }
}

#[tokio::test]
async fn a_key_calls_as_often_as_its_owner_says() {
    let shop = Shop::with_accounts().await;
    let mut ann = employed(&shop, "viewer").await;
    let usual = make(&mut ann, json!({})).await;
    assert_eq!((&usual["rateLimitMax"], &usual["rateLimitTimeWindow"]), (&json!(300), &json!(60_000)));
    let key = make(&mut ann, json!({"callsPerMinute": 3})).await;
    let program = with(&shop, &key);
    let tries: Vec<_> = (0..100).map(|_| tokio::spawn(program.get("/admin/customers").send())).collect();
    let mut opened = 0;
    for each in tries {
        let answer = each.await.unwrap();
        match answer.status.as_u16() {
            200 => opened += 1,
            429 => assert!(answer.text.contains("try again in"), "{}", answer.text),
            other => panic!("{other}: {}", answer.text),
        }
    }
    assert_eq!(opened, 3);
    shop.test.clock().advance(TimeDelta::minutes(1));
    assert_eq!(status(&program, "/admin/customers").await, 200);
    let more = json!({"keyId": key["id"], "callsPerMinute": 1_000});
    assert_eq!(good(&ann.post("/api-key/update", &more).await)["rateLimitMax"], json!(1_000));
    for _ in 0..5 {
        assert_eq!(status(&program, "/admin/customers").await, 200);
    }
    for calls in [json!(0), json!(6_001), json!(1.5), json!("many")] {
        let words =
            refused(&ann.post("/api-key/create", &json!({"callsPerMinute": calls})).await, 400, "VALIDATION_ERROR");
        assert!(words.contains("[body.callsPerMinute]"), "{words}");
    }
}

#[tokio::test]
async fn a_new_password_switches_keys_off_and_says_so() {
    let shop = Shop::with_accounts().await;
    let mut ann = employed(&shop, "viewer").await;
    let key = make(&mut ann, json!({})).await;
    let program = with(&shop, &key);
    assert_eq!(status(&program, "/admin/customers").await, 200);
    good(&ann.post("/request-password-reset", &json!({"email": ANN})).await);
    let link = shop.link_to(ANN).await;
    let token = link.strip_prefix("/reset-password/").unwrap().split('?').next().unwrap();
    good(&ann.post("/reset-password", &json!({"newPassword": OTHER, "token": token})).await);
    assert_eq!(status(&program, "/admin/customers").await, 401);
    assert!(letters_to(&shop, ANN).await[0].contains("personal keys are switched off"));
    good(&ann.post("/sign-in/email", &login(ANN, OTHER)).await);
    good(&ann.post("/api-key/update", &json!({"keyId": key["id"], "enabled": true})).await);
    assert_eq!(status(&program, "/admin/customers").await, 200);
}
