//! What everybody can look at.

use super::{Visitor, open, open_with};
use crate::carts;

/// A handle with steps of its own.
const MUGS: &str = "home/cups/mugs";

#[tokio::test]
async fn without_a_shop_there_are_no_pages() {
    let shop = carts::open().await;
    let answer = shop.anybody().get("/").header("accept", "text/html").send().await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (404, "application/json"));
}

#[tokio::test]
async fn the_front_of_the_shop() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    let home = visitor.page("/").await;
    for part in [
        "<html lang=\"en\">",
        "<title>Quay &amp; Tally</title>",
        "href=\"#content\"",
        "<link rel=\"canonical\" href=\"http://127.0.0.1:8080/\">",
        "href=\"/products/mug\"",
        "href=\"/collections/harbour\"",
        "href=\"/categories/home\"",
        "\"@type\":\"Organization\"",
        "€18.00",
    ] {
        assert!(home.contains(part), "{part}: {home}");
    }
    assert!(!home.contains("Secret") && !home.contains("Lamp"), "what the key does not show");
    assert!(!home.contains("/categories/hidden") && !home.contains("Staff only"));
}

#[tokio::test]
async fn every_page_has_its_headers() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    for path in
        ["/", "/products/mug", "/categories/home", "/collections", "/collections/harbour", "/search?q=mug", "/cart"]
    {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert!(
            answer.header("cache-control").starts_with(if path == "/cart" { "no-store" } else { "private" }),
            "{path}"
        );
        assert!(!answer.header("x-request-id").is_empty());
        assert_eq!(answer.text.matches("<h1").count(), 1, "{path}");
        assert!(!answer.text.contains("style=\"") && !answer.text.contains("onclick"), "{path}");
        assert_eq!(answer.text.contains("noindex"), path.starts_with("/cart") || path.starts_with("/search"), "{path}");
    }
}

#[tokio::test]
async fn a_category_with_what_is_below_it() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    let page = visitor.page("/categories/home").await;
    assert!(page.contains("Harbour Mug") && page.contains("href=\"/categories/home/cups\""), "{page}");
    let page = visitor.page(&format!("/categories/{MUGS}")).await;
    for part in ["\"@type\":\"BreadcrumbList\"", "href=\"/categories/home\"", "aria-current=\"page\">Mugs"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(visitor.page("/categories/home?sort=title").await.contains("value=\"title\" selected"));
    assert!(visitor.page("/categories/home?sort=nonsense&page=-3").await.contains("Harbour Mug"));
    assert!(visitor.page("/categories/home?page=99").await.contains("There is nothing here"));
    for path in ["/categories/none", "/categories/hidden", "/categories/staff", "/collections/none"] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text.contains("Nothing at this berth"), "{path}");
    }
}

#[tokio::test]
async fn a_product_and_its_choices() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    let page = visitor.page("/products/mug").await;
    for part in [
        "<h1>Harbour Mug</h1>",
        "A mug of 100% stoneware_glaze.",
        "name=\"o-colour\" value=\"Blue\" checked",
        "€18.00",
        "incl. tax",
        "In stock",
        "\"@type\":\"Product\"",
        "\"url\":\"http://127.0.0.1:8080/products/mug\"",
        "by hand",
        "property=\"og:type\" content=\"product\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let page = visitor.page("/products/mug?o-colour=White").await;
    assert!(page.contains("value=\"White\" checked") && page.contains("€20.01"), "{page}");
    let page = visitor.page("/products/mug?o-colour=Green").await;
    assert!(page.contains("This combination is not made") && page.contains("disabled"), "{page}");
    shop.change("update inventory_levels set stocked_quantity = 3 where inventory_item_id = '00000000-0000-7000-800a-000000210001'").await;
    assert!(visitor.page("/products/mug").await.contains("Only 3 left"));
    for path in ["/products/none", "/products/secret", "/products/lamp", "/products/%3Cscript%3E", "/products/mug%00"] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn a_price_that_is_less_tells_what_it_was() {
    let shop = open().await;
    shop.change(
        "insert into price_lists (organization_id, id, title, type, status)
         values ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000550001', 'Sale', 'sale', 'active');
         insert into price_list_prices (organization_id, price_list_id, price_set_id, currency_code, amount)
         values ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000550001',
           '00000000-0000-7000-800a-000000170001', 'eur', 12)",
    )
    .await;
    let page = Visitor::new(&shop).page("/products/mug").await;
    assert!(page.contains("€12.00") && page.contains("<s><span class=\"sr\">Before </span>€18.00</s>"), "{page}");
}

#[tokio::test]
async fn another_country_and_another_language() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    let page = visitor
        .submit("/settings/place", &[("country", "us"), ("language", "de"), ("return", "/products/mug?o-colour=Blue")])
        .await;
    assert!(
        page.contains("<html lang=\"de\">") && page.contains("19,90\u{a0}$") && page.contains("zzgl. Steuer"),
        "{page}"
    );
    // Nonsense changes nothing, and leads nowhere else.
    let answer =
        visitor.post("/settings/place", &[("country", "xx"), ("language", "tlh"), ("return", "//evil.example")]).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/"));
    assert!(visitor.page("/").await.contains("<html lang=\"de\">"));
}

#[tokio::test]
async fn a_search() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    let page = visitor.page("/search?q=nothing+like+this").await;
    assert!(page.contains("Nothing was found.") && page.contains("value=\"nothing like this\""), "{page}");
    for query in [
        "q=%22%27%3Cscript%3E",
        "least=-5&most=1e9",
        "category=none&option=colour&page=0",
        "option=colour:blue&in_stock=1&sort=price",
    ] {
        let page = visitor.page(&format!("/search?{query}")).await;
        assert!(!page.contains("<script>"), "{query}");
    }
}

#[tokio::test]
async fn what_search_engines_read() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    let robots = visitor.page("/robots.txt").await;
    assert!(robots.contains("Disallow: /checkout") && robots.contains("Sitemap: http://127.0.0.1:8080/sitemap.xml"));
    let index = visitor.page("/sitemap.xml").await;
    assert!(index.contains("<loc>http://127.0.0.1:8080/sitemaps/products-1.xml</loc>"), "{index}");
    assert!(visitor.page("/sitemaps/products-1.xml").await.contains("<loc>http://127.0.0.1:8080/products/mug</loc>"));
    assert!(visitor.page("/sitemaps/shop.xml").await.contains(&format!("/categories/{MUGS}</loc>")));
    for path in [
        "/sitemaps/products-2.xml",
        "/sitemaps/products-0.xml",
        "/sitemaps/none.xml",
        "/sitemaps/products-99999999999999999999.xml",
    ] {
        assert_eq!(visitor.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_key_of_nobody_says_so_in_words() {
    let shop = open_with(&[("STOREFRONT_KEY", "pk_none")]).await;
    let answer = Visitor::new(&shop).get("/").await;
    assert_eq!(answer.status, 400);
    assert!(answer.text.contains("That did not work") && !answer.text.contains("publishable"), "{}", answer.text);
}

#[tokio::test]
async fn programs_are_answered_as_everywhere() {
    let shop = open().await;
    let answer = shop.anybody().get("/nowhere").send().await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (404, "application/json"));
    let answer = Visitor::new(&shop).get("/nowhere").await;
    assert_eq!(answer.status, 404);
    assert!(answer.text.contains("Nothing at this berth") && answer.text.contains("href=\"/categories/home\""));
    shop.shopper().get("/store/products").ok().await;
}
