//! The cart.

use super::{Visitor, open};
use crate::{
    carts::faults,
    shop::{Shop, key},
};

/// Somebody with two blue mugs.
pub(super) async fn with_mugs(shop: &Shop) -> Visitor {
    let visitor = Visitor::new(shop);
    visitor.submit("/products/mug", &[("o-colour", "Blue"), ("quantity", "2")]).await;
    visitor
}

/// Where the form of the first line is sent.
pub(super) fn line_of(page: &str) -> String {
    let (_, rest) = page.split_once("action=\"/cart/lines/").unwrap();
    format!("/cart/lines/{}", rest.split_once('"').unwrap().0)
}

#[tokio::test]
async fn in_and_out() {
    let shop = open().await;
    let visitor = Visitor::new(&shop);
    assert!(visitor.page("/cart").await.contains("Your cart is empty."));
    let page = visitor.submit("/products/mug", &[("o-colour", "Blue"), ("quantity", "2")]).await;
    for part in ["It is in your cart.", "Harbour Mug", "€36.00", "value=\"2\"", "Tax included"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(visitor.cookie("kontor_count").as_deref(), Some("2"));
    let line = line_of(&page);
    let page = visitor.submit(&line, &[("quantity", "5")]).await;
    assert!(page.contains("€90.00") && page.contains("Your cart has been updated."));
    let page = visitor.submit("/products/mug", &[("o-colour", "White"), ("quantity", "1")]).await;
    assert_eq!(page.matches("/cart/lines/").count(), 2);
    let page = visitor.submit(&line, &[("remove", "1"), ("quantity", "")]).await;
    assert_eq!(page.matches("/cart/lines/").count(), 1);
    let page = visitor.submit(&line_of(&page), &[("quantity", "0")]).await;
    assert!(page.contains("Your cart is empty."));
    // It went from another window.
    let answer = visitor.post(&line, &[("quantity", "3")]).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/cart"));
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn amounts_that_are_none() {
    let shop = open().await;
    let visitor = with_mugs(&shop).await;
    let line = line_of(&visitor.page("/cart").await);
    for wrong in ["-1", "0.5", "1000000000", "", "two", "1e3", "99999999999999999999"] {
        let page = visitor.again(&line, &[("quantity", wrong)]).await;
        assert!(page.contains("Please give a whole number") && page.contains("aria-invalid=\"true\""), "{wrong}");
        assert!(page.contains(&format!("value=\"{wrong}\"")), "what was typed: {wrong}");
        let page = visitor.again("/products/mug", &[("o-colour", "Blue"), ("quantity", wrong)]).await;
        assert!(page.contains("Please give a whole number") && page.contains(&format!("value=\"{wrong}\"")), "{wrong}");
    }
    let page = visitor.again("/products/mug", &[("o-colour", "Blue"), ("quantity", "0")]).await;
    assert!(page.contains("Please give a whole number"));
    assert!(visitor.page("/cart").await.contains("€36.00"), "nothing has changed");
}

#[tokio::test]
async fn more_than_there_is() {
    let shop = open().await;
    let visitor = with_mugs(&shop).await;
    let line = line_of(&visitor.page("/cart").await);
    let page = visitor.again(&line, &[("quantity", "5000")]).await;
    assert!(page.contains("There is not so much of it left.") && page.contains("value=\"5000\""), "{page}");
    shop.change("update inventory_levels set stocked_quantity = 0, reserved_quantity = 0").await;
    let page = visitor.page("/products/mug").await;
    assert!(page.contains("Sold out") && page.contains("disabled"), "{page}");
    let page = visitor.again("/products/mug", &[("o-colour", "Blue"), ("quantity", "1")]).await;
    assert!(page.contains("There is not so much of it left."), "{page}");
    let page = visitor.again("/products/mug", &[("o-colour", "Green"), ("quantity", "1")]).await;
    assert!(page.contains("This combination is not made"));
    // The lamp is of another channel.
    assert_eq!(visitor.post("/products/lamp", &[("quantity", "1")]).await.status, 404);
}

#[tokio::test]
async fn codes() {
    let shop = open().await;
    let visitor = with_mugs(&shop).await;
    let page = visitor.submit("/cart/promotions", &[("code", "TEN")]).await;
    assert!(
        page.contains("The code has been applied.") && page.contains("\u{2212}€3.61") && page.contains("<b>TEN</b>"),
        "{page}"
    );
    let page = visitor.submit("/cart/promotions", &[("remove", "TEN")]).await;
    assert!(page.contains("The code has been taken away.") && !page.contains("\u{2212}€"));
    for wrong in ["OLD", "NONE", "<script>alert(1)</script>"] {
        let page = visitor.again("/cart/promotions", &[("code", wrong)]).await;
        assert!(page.contains("This code does not count here") && !page.contains("<script>alert"), "{wrong}: {page}");
    }
    assert!(visitor.again("/cart/promotions", &[("code", " ")]).await.contains("Please give a code."));
}

#[tokio::test]
async fn carts_of_others() {
    let shop = open().await;
    // One of the other shop, ids of nothing, and texts that are no ids.
    let theirs = shop.anybody().with_key(&key("b", 1)).post("/store/carts", &serde_json::json!({})).ok().await;
    let theirs = theirs["cart"]["id"].as_str().unwrap();
    for foreign in [theirs, "cart_01jd6nwvvgfa5sr38y5wx4pq3d", "cart_x", "../products"] {
        let visitor = Visitor::new(&shop);
        visitor.bring("kontor_cart", foreign);
        assert!(visitor.page("/cart").await.contains("Your cart is empty."), "{foreign}");
        let answer = visitor.get("/checkout").await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/cart"), "{foreign}");
        visitor.bring("kontor_cart", foreign);
        let page = visitor.submit("/products/mug", &[("o-colour", "Blue"), ("quantity", "1")]).await;
        assert!(page.contains("€18.00"), "{foreign}");
        assert_ne!(visitor.cookie("kontor_cart").as_deref(), Some(foreign));
    }
    assert_eq!(shop.count("cart_line_items where organization_id = '00000000-0000-7000-8000-00000000000b'").await, 0);
}

#[tokio::test]
async fn another_country_takes_the_cart_along() {
    let shop = open().await;
    let visitor = with_mugs(&shop).await;
    visitor.submit("/settings/place", &[("country", "us"), ("return", "/cart")]).await;
    let page = visitor.page("/cart").await;
    assert!(page.contains("$39.80"), "{page}");
}
