//! Who came, what they looked at, and what came of it.

mod reports;
mod views;
mod visits;

use std::time::Duration;

use serde_json::{Value, json};
use testkit::Client;

use crate::shop::Shop;

const CHROME: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

/// A shop whose visitors come from addresses of their own.
async fn open() -> Shop {
    let shop = Shop::open_with(&[("KONTOR_CACHE", "false"), ("KONTOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
    shop.change(include_str!("../carts/selling.sql")).await;
    shop
}

/// Somebody at an address, with a browser.
fn visitor(shop: &Shop, n: u8) -> Client {
    shop.shopper()
        .with_header("x-forwarded-for", &format!("203.0.113.{n}"))
        .with_header("user-agent", CHROME)
        .with_header("accept-language", "de")
}

/// Tells of a page.
async fn tell(client: &Client, body: &Value) {
    let answer = client.post("/store/page-views", body).send().await;
    assert_eq!(answer.status.as_u16(), 202, "{}", answer.text);
    assert_eq!(answer.json(), json!({"object": "page_view", "accepted": true}));
}

/// Looks at a page.
async fn look(client: &Client, url: &str) {
    tell(client, &json!({"url": url})).await;
}

/// Returns once so many lines are written.
async fn until(shop: &Shop, lines: i64) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
    while shop.count("page_views").await < lines {
        assert!(tokio::time::Instant::now() < deadline, "{} of {lines}", shop.count("page_views").await);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(shop.count("page_views").await, lines);
}

/// Counts what dashboards show.
async fn refresh(shop: &Shop) {
    let tx = shop.test.db().begin_system("count").await.unwrap();
    for name in ["page_view_stats", "sales_stats"] {
        db::exec(&tx, "select private.refresh_stats($1, $2)", [name.into(), tx.now().into()]).await.unwrap();
    }
    tx.commit().await.unwrap();
}
