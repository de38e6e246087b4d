//! A storefront's server, behind which all shoppers would have one address.

use serde_json::json;
use testkit::Client;

use crate::{
    medusa::visitor::{ANN, PASSWORD, Visitor, login, open, open_with, said},
    shop::{Shop, key},
};

const HEADER: &str = "x-kontor-forwarded-for";

/// The server, at one address.
fn storefront(shop: &Shop) -> Client {
    shop.anybody().with_key(&key("a", 1)).with_header("x-forwarded-for", "198.51.100.200")
}

fn secret() -> String {
    format!("sk_{}", "a".repeat(64))
}

#[tokio::test]
async fn a_server_with_a_key_speaks_for_its_shoppers() {
    let shop = open().await;
    Visitor::new(&shop).join(ANN).await;
    let sign_in =
        |client: Client| async move { client.post("/auth/customer/emailpass", &login(ANN, PASSWORD)).send().await };
    let mut alone = Vec::new();
    for _ in 0..4 {
        alone.push(sign_in(storefront(&shop)).await.status.as_u16());
    }
    assert_eq!(alone, [200, 200, 200, 429], "without it all are one");

    let server = storefront(&shop).with_header("x-api-key", &secret());
    for n in 1..=8 {
        let shopper = server.clone().with_header(HEADER, &format!("203.0.113.{n}"));
        let answer = sign_in(shopper).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    }
    assert_eq!(
        shop.count("auth.session where \"ipAddress\" = '203.0.113.8'").await,
        1,
        "and that is where he came from"
    );
    // A shopper is counted as any other, and the /64 of an IPv6 address is one.
    let mut one = Vec::new();
    for n in 0..4 {
        let shopper = server.clone().with_header(HEADER, &format!("2001:db8:1:2::{n}"));
        one.push(sign_in(shopper).await.status.as_u16());
    }
    assert_eq!(one, [200, 200, 200, 429]);
    // Better Auth's client on a server does the same.
    for n in 1..=5 {
        let shopper = server.clone().with_header(HEADER, &format!("203.0.113.{}", 100 + n));
        let answer = shopper.post("/api/auth/sign-in/email", &login("nobody@example.test", PASSWORD)).send().await;
        assert_eq!(answer.status.as_u16(), 401, "{}", answer.text);
    }
}

#[tokio::test]
async fn an_account_is_guessed_no_easier_with_a_key() {
    let shop = open().await;
    Visitor::new(&shop).join(ANN).await;
    let server = storefront(&shop).with_header("x-api-key", &secret());
    let mut refused = 0;
    for n in 0..24 {
        let shopper = server.clone().with_header(HEADER, &format!("203.0.113.{n}"));
        let answer = shopper.post("/auth/customer/emailpass", &login(ANN, "wrong but long enough")).send().await;
        refused += u32::from(answer.status.as_u16() == 429);
    }
    assert!(refused >= 3, "{refused}");
}

#[tokio::test]
async fn all_keys_of_a_shop_have_one_share_of_it() {
    let shop = open_with(&[("LIMIT_SHOP_RATE", "100"), ("LIMIT_SHOP_BURST", "40")]).await;
    // Without a publishable key, which would be counted too.
    let server = shop.anybody().with_header("x-forwarded-for", "198.51.100.200").with_header("x-api-key", &secret());
    let mut found = Vec::new();
    for n in 0..5 {
        let shopper = server.clone().with_header(HEADER, &format!("203.0.113.{n}"));
        found.push(shopper.get("/auth/customer/providers").send().await.status.as_u16());
    }
    assert_eq!(found, [200, 200, 200, 200, 429]);
    let other = server.with_header("x-api-key", &format!("sk_{}", "b".repeat(64))).with_header(HEADER, "203.0.113.9");
    other.get("/auth/customer/providers").ok().await;
}

#[tokio::test]
async fn nobody_else_says_where_he_comes_from() {
    let shop = open().await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let reads =
        olga.client.post("/admin/api-keys", &json!({"title": "R", "type": "secret", "scopes": ["customer:read"]}));
    let reads = reads.ok().await["api_key"]["token"].as_str().unwrap().to_owned();
    let (publishable, unknown) = (key("a", 1), format!("sk_{}", "9".repeat(64)));
    for (address, key, status, says) in [
        ("203.0.113.1", None, 401, "secret key"),
        ("203.0.113.1", Some(&publishable), 401, "secret key"),
        ("203.0.113.1", Some(&unknown), 401, "secret key"),
        ("203.0.113.1", Some(&reads), 403, "customer:write"),
        ("nowhere", Some(&secret()), 400, "one IP address"),
        ("203.0.113.1, 203.0.113.2", Some(&secret()), 400, "one IP address"),
    ] {
        for path in ["/auth/customer/emailpass", "/api/auth/sign-in/email"] {
            let mut client = storefront(&shop).with_header(HEADER, address);
            if let Some(key) = key {
                client = client.with_header("x-api-key", key);
            }
            let (found, message) = said(&client.post(path, &login(ANN, PASSWORD)).send().await);
            assert!(found == status && message.contains(says), "{address} {key:?} {path}: {found} {message}");
        }
    }
    // Without the header a key changes nothing.
    let server = storefront(&shop).with_header("x-api-key", &secret());
    let mut last = 0;
    for _ in 0..5 {
        last = server.post("/auth/customer/emailpass", &login(ANN, PASSWORD)).send().await.status.as_u16();
    }
    assert_eq!(last, 429);
}
