//! The response cache in a whole process: hits, 304, and never older than what the process was told.

use std::time::Duration;

use crate::shop::{Shop, id, key};

async fn until<F: AsyncFnMut() -> bool>(what: &str, mut holds: F) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
    while !holds().await {
        assert!(tokio::time::Instant::now() < deadline, "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// A process whose cache listens.
async fn listening() -> Shop {
    let shop = Shop::open_with(&[]).await;
    until("the process listens", async || shop.platform.cache.health().listening).await;
    shop
}

async fn cache_of(shop: &Shop, path: &str) -> String {
    shop.shopper().get(path).send().await.header("x-kontor-cache").to_owned()
}

#[tokio::test]
async fn a_second_request_asks_no_database() {
    let shop = listening().await;
    let path = format!("/store/products?region_id={}", id("reg", "e", 1));
    let first = shop.shopper().get(&path).send().await;
    assert_eq!(first.header("x-kontor-cache"), "miss");
    let statements = shop.platform.app.db.statements();
    let second = shop.shopper().get(&path).send().await;
    assert_eq!(second.header("x-kontor-cache"), "hit");
    assert_eq!(second.text, first.text);
    assert_eq!(shop.platform.app.db.statements(), statements);
    assert!(second.header("content-type").starts_with("application/json"));
    assert_eq!(second.header("x-request-id").len(), 32);
}

#[tokio::test]
async fn a_known_etag_gets_304() {
    let shop = listening().await;
    let first = shop.shopper().get("/store/products").send().await;
    let etag = first.header("etag").to_owned();
    assert!(etag.starts_with('"') && etag.ends_with('"'), "{etag}");
    let again = shop.shopper().get("/store/products").header("if-none-match", &etag).send().await;
    assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
    shop.change("update products set title = 'New title' where handle = 'mug'").await;
    until("the answer changes", async || {
        shop.shopper().get("/store/products").header("if-none-match", &etag).send().await.status == 200
    })
    .await;
}

#[tokio::test]
async fn a_change_is_seen_and_other_shops_keep_their_answers() {
    let shop = listening().await;
    let theirs = shop.anybody().with_key(&key("b", 1));
    for client in [shop.shopper(), theirs.clone()] {
        client.get("/store/products?fields=title").ok().await;
    }
    shop.change(
        "update products set title = 'Renamed' where handle = 'mug'
         and organization_id = '00000000-0000-7000-8000-00000000000a'",
    )
    .await;
    until("the new title is served", async || {
        shop.shopper().get("/store/products?fields=title").ok().await["products"][0]["title"] == "Renamed"
    })
    .await;
    let answer = theirs.get("/store/products?fields=title").send().await;
    assert_eq!(answer.header("x-kontor-cache"), "hit");
}

#[tokio::test]
async fn stock_makes_only_answers_with_stock_stale() {
    let shop = listening().await;
    let (plain, stock) = ("/store/products", "/store/products?fields=%2Bvariants.inventory_quantity");
    for path in [plain, stock] {
        cache_of(&shop, path).await;
        assert_eq!(cache_of(&shop, path).await, "hit");
    }
    shop.change("update inventory_levels set reserved_quantity = reserved_quantity + 1").await;
    until("the new stock is served", async || {
        let body = shop.shopper().get(stock).ok().await;
        body["products"][0]["variants"][0]["inventory_quantity"] == 6
    })
    .await;
    assert_eq!(cache_of(&shop, plain).await, "hit");
}

#[tokio::test]
async fn every_table_of_the_catalogue_makes_answers_stale() {
    let shop = listening().await;
    let changes = [
        "update product_variants set title = title || '!' where sku = 'MUG-B'",
        "update prices set amount = amount + 1",
        "delete from product_product_tags",
        "update product_images set url = url || '?2'",
        "update product_option_values set value = value || '!'",
        "update regions set name = name || '!'",
        "update product_categories set name = name || '!'",
        "delete from product_sales_channels where product_id in (select id from products where handle = 'shirt')",
    ];
    for change in changes {
        cache_of(&shop, "/store/products").await;
        until("the answer is kept", async || cache_of(&shop, "/store/products").await == "hit").await;
        shop.change(change).await;
        until(change, async || cache_of(&shop, "/store/products").await == "miss").await;
    }
}

#[tokio::test]
async fn errors_are_not_kept() {
    let shop = listening().await;
    let path = format!("/store/products/{}", id("prod", "1", 4));
    shop.shopper().get(&path).error(404).await;
    shop.change("update products set status = 'published' where handle = 'secret'").await;
    shop.shopper().get(&path).ok().await;
}
