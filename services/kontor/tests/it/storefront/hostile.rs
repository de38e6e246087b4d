//! What is meant badly.

use super::{Visitor, cart::with_mugs, checkout::ANN, open};

const SCRIPT: &str = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>'";

#[tokio::test]
async fn scripts_in_every_field_come_back_as_text() {
    let shop = open().await;
    shop.change(&format!(
        "update products set title = $x${SCRIPT}$x$, subtitle = $x${SCRIPT}$x$, description = $x$<p>ok</p>{SCRIPT}$x$,
           material = $x${SCRIPT}$x$, thumbnail = 'javascript:alert(1)', metadata = jsonb_build_object('<script>', $x${SCRIPT}$x$::text)
           where handle = 'mug';
         update product_categories set name = $x${SCRIPT}$x$, description = $x${SCRIPT}$x$ where handle = 'home';
         update product_collections set title = $x${SCRIPT}$x$, metadata = jsonb_build_object('description', $x${SCRIPT}$x$::text);
         update product_option_values set value = $x${SCRIPT}$x$ where value = 'Blue'"
    ))
    .await;
    let visitor = with_some(&shop).await;
    let mut pages = Vec::new();
    for path in [
        "/",
        "/products/mug",
        "/categories/home",
        "/collections",
        "/collections/harbour",
        "/cart",
        "/sitemaps/products-1.xml",
    ] {
        pages.push((path, visitor.page(path).await));
    }
    let query = format!("/search?q={}", "%3Cscript%3Ealert(1)%3C/script%3E%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E");
    pages.push(("search", visitor.page(&query).await));
    let typed: Vec<_> =
        ANN.iter().map(|(name, value)| (*name, if *name == "country_code" { *value } else { SCRIPT })).collect();
    pages.push(("checkout", visitor.again("/checkout/address", &typed).await));
    let typed: Vec<_> = ANN
        .iter()
        .map(|(name, value)| (*name, if ["country_code", "email"].contains(name) { *value } else { SCRIPT }))
        .collect();
    pages.push(("taken", visitor.submit("/checkout/address", &typed).await));
    pages.push((
        "sign-in",
        visitor.again("/account/sign-in", &[("email", SCRIPT), ("password", SCRIPT), ("return", SCRIPT)]).await,
    ));
    pages.push((
        "register",
        visitor.again("/account/register", &[("email", SCRIPT), ("first_name", SCRIPT), ("password", "x")]).await,
    ));
    for (name, page) in pages {
        assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{name}: {page}");
        assert!(!page.contains("\u{3c}/script>\"><img"), "{name}");
    }
}

/// Somebody with what there is of the mug, whatever it is called.
async fn with_some(shop: &crate::shop::Shop) -> Visitor {
    let visitor = Visitor::new(shop);
    let variant = crate::carts::variant(1);
    visitor.submit("/products/mug", &[("variant", &variant), ("quantity", "1")]).await;
    visitor
}

#[tokio::test]
async fn forms_of_other_sites() {
    let shop = open().await;
    let visitor = with_mugs(&shop).await;
    for path in [
        "/products/mug",
        "/checkout/complete",
        "/settings/place",
        "/account/sign-in",
        "/account/sign-out",
        "/cart/promotions",
    ] {
        for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
            let answer = visitor.post_from(origin, path, &[("quantity", "7")]).await;
            assert_eq!(answer.status, 403, "{origin}: {path}");
            assert!(answer.text.contains("That came from elsewhere"));
        }
    }
    assert!(visitor.page("/cart").await.contains("€36.00"));
}

#[tokio::test]
async fn bodies_that_are_no_forms() {
    let shop = open().await;
    let visitor = shop.anybody();
    let post = |kind: &'static str, body: Vec<u8>| {
        visitor.request("POST".parse().unwrap(), "/products/mug").body(kind, body).send()
    };
    assert_eq!(post("application/json", b"{}".to_vec()).await.status, 415);
    assert_eq!(post("application/x-www-form-urlencoded", vec![b'a'; 70_000]).await.status, 413);
    let answer = post("application/x-www-form-urlencoded", b"quantity=1&o-colour=%FF%00%ZZ".to_vec()).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    let visitor = Visitor::new(&shop);
    for name in ["kontor_cart", "kontor_session", "kontor_country", "kontor_language", "kontor_order"] {
        visitor.bring(name, "\"<script>\"");
    }
    let page = visitor.page("/cart").await;
    assert!(page.contains("Your cart is empty.") && !page.contains("<script>\""));
}
