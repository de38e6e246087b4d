//! Who looks at pages is counted, and no page waits for it.

use std::time::Duration;

use super::{Visitor, checkout::ready, open, open_with};
use crate::shop::Shop;

const CHROME: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

/// Returns once so many lines with this condition are written, and no other.
async fn until(shop: &Shop, condition: &str, lines: i64) {
    let table = format!("page_views where {condition}");
    let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
    while shop.count(&table).await < lines {
        assert!(tokio::time::Instant::now() < deadline, "{table}: {} of {lines}", shop.count(&table).await);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(shop.count(&table).await, lines, "{table}");
}

#[tokio::test]
async fn a_purchase_is_counted_step_by_step() {
    let shop = open().await;
    let visitor = ready(&shop).await;
    let done = [("provider", "pp_system_default")];
    visitor.submit("/checkout/complete", &done).await;
    // Pressed again: it was ordered once.
    visitor.post("/checkout/complete", &done).await;
    until(&shop, "name = 'order.placed'", 1).await;
    until(&shop, "name = 'product.added' and path = '/products/mug' and product_id is not null", 1).await;
    assert!(shop.count("page_views where name = 'checkout.begun'").await >= 1);
    assert_eq!(shop.count("page_views where path like '/checkout/done/%' and name = 'view'").await, 1);
    assert_eq!(shop.count("order_sources").await, 1);
}

#[tokio::test]
async fn views_with_what_led_to_them() {
    let shop = open_with(&[]).await;
    let browser = shop
        .anybody()
        .with_header("accept", "text/html")
        .with_header("accept-language", "de")
        .with_header("user-agent", CHROME);
    // Kept pages count as others do, and so does what has not changed.
    let path = "/products/mug?utm_source=letter&utm_campaign=may";
    let mut tag = String::new();
    for _ in 0..3 {
        let answer = browser.get(path).header("referer", "https://duckduckgo.com/").send().await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.header("etag").clone_into(&mut tag);
    }
    let known = browser.get(path).header("if-none-match", &tag).send().await;
    let times = if known.status == 304 { 4 } else { 3 + i64::from(known.status == 200) };
    let told = "name = 'view' and path = '/products/mug' and utm_source = 'letter' and utm_campaign = 'may' and browser = 'Chrome'
        and product_id is not null and bot is null";
    until(&shop, told, times).await;
    until(&shop, "source = 'duckduckgo.com'", 3).await;

    // Nobody looked at any of these.
    let before = shop.count("page_views").await;
    browser.request("HEAD".parse().unwrap(), "/").send().await;
    browser.get("/").header("sec-purpose", "prefetch;prerender").send().await;
    browser.get("/products/none").send().await;
    browser.get("/robots.txt").send().await;
    browser.get("/sitemap.xml").send().await;
    browser.get("/editor/sign-in").send().await;
    browser.post("/products/mug", &serde_json::json!({})).send().await;
    let staff = Visitor::new(&shop);
    staff.become_staff(&shop, &shop.colleague("a", "olga", "owner").await).await;
    staff.page("/").await;
    browser.get("/search?q=mug").send().await;
    until(&shop, "path = '/search'", 1).await;
    assert_eq!(shop.count("page_views").await, before + 1, "what was looked at last is all there is");
}

#[tokio::test]
async fn nobody_is_counted_where_the_shop_does_not_want_it() {
    let shop = open_with(&[("STOREFRONT_PAGE_VIEWS", "false")]).await;
    let visitor = Visitor::new(&shop);
    visitor.page("/").await;
    // What is told over the API is written all the same, and nothing before it was.
    shop.shopper().post("/store/page-views", &serde_json::json!({"url": "/told"})).send().await;
    until(&shop, "path = '/told'", 1).await;
    assert_eq!(shop.count("page_views").await, 1);
}
