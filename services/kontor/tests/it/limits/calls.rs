//! Calls of a shop: one that is flooded is held up, and nobody else.

use chrono::TimeDelta;
use serde_json::json;
use testkit::{Answer, Client};

use crate::shop::{Shop, key};

async fn open(rate: &str, burst: &str) -> Shop {
    let limits = [("LIMIT_SHOP_RATE", rate), ("LIMIT_SHOP_BURST", burst)];
    let patient = [("KONTOR_TRUSTED_PROXIES", "127.0.0.1"), ("DATABASE_ACQUIRE_TIMEOUT", "60s")];
    Shop::open_with(&[limits, patient].concat()).await
}

fn program(shop: &Shop, whose: &str) -> Client {
    shop.anybody().with_header("x-api-key", &format!("sk_{}", whose.repeat(64)))
}

fn assert_full(answer: &Answer, most: u32) {
    assert_eq!(answer.status.as_u16(), 429, "{}", answer.text);
    assert_eq!(answer.header("retry-after"), "1");
    let body = answer.json();
    assert_eq!((&body["type"], &body["code"]), (&json!("not_allowed"), &json!("rate_limited")));
    let message = body["message"].as_str().unwrap();
    assert!(
        message.contains(&format!("at most {most} times a second")) && message.contains("LIMIT_SHOP_RATE"),
        "{message}"
    );
}

#[tokio::test]
async fn a_flooded_shop_starves_no_other() {
    let shop = open("10", "7").await;
    // From a hundred addresses at once.
    let tries = (0..100).map(|n| {
        let client = shop.shopper().with_header("x-forwarded-for", &format!("198.51.100.{n}"));
        tokio::spawn(client.get("/store/regions").send())
    });
    let mut passed = 0;
    for each in tries.collect::<Vec<_>>() {
        let answer = each.await.unwrap();
        match answer.status.as_u16() {
            200 => passed += 1,
            _ => assert_full(&answer, 10),
        }
    }
    assert_eq!(passed, 7, "the burst, and not one more");

    // Whether there is such a thing is not looked at, and pages learn why.
    let page = shop.shopper().with_header("origin", "http://localhost:8000");
    let answer = page.get("/store/no-such-thing").send().await;
    assert_full(&answer, 10);
    assert_eq!(answer.header("access-control-allow-origin"), "http://localhost:8000");

    // Another key of the same shop is the same shop; its staff and the other shop notice nothing.
    assert_full(&shop.anybody().with_key(&key("a", 2)).get("/store/regions").send().await, 10);
    shop.anybody().with_key(&key("b", 1)).get("/store/regions").ok().await;
    program(&shop, "a").get("/admin/customers").ok().await;

    shop.test.clock().advance(TimeDelta::milliseconds(100));
    shop.shopper().get("/store/regions").ok().await;
    assert_full(&shop.shopper().get("/store/regions").send().await, 10);
    shop.test.clock().advance(TimeDelta::minutes(1));
    for _ in 0..7 {
        shop.shopper().get("/store/regions").ok().await;
    }
    assert_full(&shop.shopper().get("/store/regions").send().await, 10);
}

#[tokio::test]
async fn programs_and_staff_of_a_shop_share_and_no_stranger_shuts_them_out() {
    let shop = open("10", "6").await;
    let (olga, sue) = (shop.colleague("a", "olga", "owner").await, shop.colleague("b", "sue", "owner").await);
    for _ in 0..3 {
        olga.client.get("/admin/customers").ok().await;
        program(&shop, "a").get("/admin/customers").ok().await;
    }
    assert_full(&olga.client.get("/admin/customers").send().await, 10);
    assert_full(&program(&shop, "a").get("/admin/customers").send().await, 10);
    sue.client.get("/admin/customers").ok().await;
    shop.shopper().get("/store/regions").ok().await;
    // Who brings nothing that is good counts for nobody.
    for _ in 0..10 {
        program(&shop, "c").get("/admin/customers").error(401).await;
    }
    // Who works in two shops is counted where he works at the moment.
    shop.hire(&olga, "b", "viewer").await;
    let in_b = olga.client.clone().with_header("x-kontor-shop", "theirs");
    let answer = in_b.get("/admin/customers").send().await;
    assert_ne!(answer.status.as_u16(), 429, "{}", answer.text);
    shop.test.clock().advance(TimeDelta::seconds(1));
    let in_a = program(&shop, "a").get("/admin/customers").send().await;
    assert_eq!(in_a.status.as_u16(), 200);
}

#[tokio::test]
async fn a_caller_who_is_remembered_is_asked_for_all_the_same() {
    let shop = open("1000", "1000").await;
    let olga = shop.colleague("a", "olga", "owner").await;
    for _ in 0..3 {
        olga.client.get("/admin/customers").ok().await;
    }
    shop.change("delete from auth.session").await;
    olga.client.get("/admin/customers").error(401).await;
    olga.client.get("/admin/customers").error(401).await;
}

#[tokio::test]
async fn sign_ins_of_a_shop_are_a_tenth() {
    let shop = open("100", "30").await;
    let providers = |whose: &str, n: u32| {
        let client = shop.anybody().with_key(&key(whose, 1));
        client.with_header("x-forwarded-for", &format!("198.51.101.{n}")).get("/auth/customer/providers")
    };
    for n in 0..3 {
        providers("a", n).ok().await;
    }
    assert_full(&providers("a", 4).send().await, 10);
    providers("b", 5).ok().await;
    shop.shopper().get("/store/regions").ok().await;
    // What is no key is for the routes to refuse, and staff bring none.
    let unknown = shop.anybody().with_key("pk_unknown").get("/auth/customer/providers");
    unknown.ok().await;
    shop.anybody().get("/auth/user/providers").ok().await;
}

#[tokio::test]
async fn without_a_limit_nothing_is_counted() {
    let shop = open("0", "1").await;
    for _ in 0..20 {
        shop.shopper().get("/store/regions").ok().await;
        program(&shop, "a").get("/admin/customers").ok().await;
    }
}
