//! What is told, and what is kept of it.

use serde_json::json;

use super::{CHROME, look, open, tell, until, visitor};
use crate::shop::id;

#[tokio::test]
async fn a_page_is_kept_with_what_led_to_it() {
    let shop = open().await;
    let ann = visitor(&shop, 1);
    let url = "https://shop.example/products/mug/?utm_source=letter&utm_medium=email&utm_campaign=May%20sale&x=1#top";
    let body = json!({
        "url": url, "referrer": "https://www.Google.com/search?q=secret", "locale": "de", "product_id": id("prod", "15", 1),
    });
    tell(&ann, &body).await;
    until(&shop, 1).await;
    let kept = "page_views where name = 'view' and path = '/products/mug' and source = 'google.com' and utm_source = 'letter'
        and utm_medium = 'email' and utm_campaign = 'May sale' and device = 'desktop' and browser = 'Chrome' and os like 'Windows%'
        and locale = 'de' and product_id is not null and bot is null and visit_id = id";
    assert_eq!(shop.count(kept).await, 1);
    let text = "page_views v where v::text ~* '203.0.113|mozilla|secret|chrome/'";
    assert_eq!(shop.count(text).await, 0, "neither address nor browser nor what was searched for");
}

#[tokio::test]
async fn bots_are_marked_and_kept() {
    let shop = open().await;
    let bot = visitor(&shop, 1)
        .with_header("user-agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");
    look(&bot, "/").await;
    look(&shop.shopper().with_header("user-agent", CHROME), "/").await;
    look(&shop.shopper(), "/").await;
    until(&shop, 3).await;
    for (name, times) in [("Googlebot", 1), ("no language", 1), ("unnamed", 1)] {
        assert_eq!(shop.count(&format!("page_views where bot = '{name}'")).await, times, "{name}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_said() {
    let shop = open().await;
    let ann = visitor(&shop, 1);
    let long = "x".repeat(2_001);
    for (body, word) in [
        (json!({}), "url"),
        (json!({"url": ""}), "url"),
        (json!({"url": 7}), "url"),
        (json!({"url": "javascript:alert(1)"}), "url"),
        (json!({"url": format!("/{long}")}), "url"),
        (json!({"url": "/", "referrer": long}), "referrer"),
        (json!({"url": "/", "name": "Order placed"}), "name"),
        (json!({"url": "/", "name": "1"}), "name"),
        (json!({"url": "/", "name": "x".repeat(65)}), "name"),
        (json!({"url": "/", "locale": "x".repeat(36)}), "locale"),
        (json!({"url": "/", "product_id": "mug"}), "product_id"),
        (json!({"url": "/", "order_id": id("prod", "15", 1)}), "order_id"),
        (json!({"url": "/", "visitor": 1}), "visitor"),
        (json!([]), "object"),
        (json!({"url": "/\u{0}"}), "NUL"),
    ] {
        let error = ann.post("/store/page-views", &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(word), "{body}: {error}");
    }
    shop.anybody().post("/store/page-views", &json!({"url": "/"})).error(400).await;
    // Whatever stands in them does no harm.
    for odd in ["/<script>", "/%00", "/'; drop table page_views", "/\u{202e}a", "//x", "/%ff"] {
        tell(&ann, &json!({"url": odd, "referrer": odd, "name": "view"})).await;
    }
    until(&shop, 6).await;
}

#[tokio::test]
async fn each_shop_has_its_own_visitors() {
    let shop = open().await;
    look(&visitor(&shop, 1), "/").await;
    let theirs = shop.anybody().with_key(&crate::shop::key("b", 1));
    let theirs = theirs.with_header("x-forwarded-for", "203.0.113.1").with_header("user-agent", CHROME);
    look(&theirs.with_header("accept-language", "de"), "/").await;
    until(&shop, 2).await;
    assert_eq!(
        shop.count("(select distinct visitor from page_views) v").await,
        2,
        "the same browser is another one's number"
    );
    assert_eq!(shop.count("(select distinct organization_id from page_views) v").await, 2);
}

#[tokio::test]
async fn a_shop_may_count_nothing() {
    let shop = open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let request = editor.request("PUT".parse().unwrap(), "/admin/site").header("if-match", "\"0\"");
    request.body("application/json", json!({"is_analytics_on": false}).to_string().into_bytes()).ok().await;
    look(&visitor(&shop, 1), "/").await;
    // Written behind it, by the same queue.
    look(&shop.anybody().with_key(&crate::shop::key("b", 1)), "/theirs").await;
    until(&shop, 1).await;
    assert_eq!(shop.count("page_views where path = '/theirs'").await, 1);
}
