//! Prices of products as a cart would have them.

use serde_json::json;

use super::{address, cart, europe, open_with, path};
use crate::shop::{id, id_in};

/// The cart's region counts before the one that is named, and its address says where the goods go; nothing of it is kept for others.
#[tokio::test]
async fn in_the_region_of_a_cart() {
    let shop = open_with(&[]).await;
    let guest = shop.shopper();
    let made = cart(&guest, &[]).await;
    let us = id("reg", "e", 1);
    let price = async |query: &str| {
        let path = format!("/store/products?handle=mug&fields=*variants.calculated_price&{query}");
        guest.get(&path).ok().await["products"][0]["variants"][0]["calculated_price"].clone()
    };
    let of_cart = format!("cart_id={}", made["id"].as_str().unwrap());
    let euros = price(&of_cart).await;
    assert_eq!((&euros["currency_code"], &euros["calculated_amount"]), (&json!("eur"), &json!(18)), "{euros}");
    let named = price(&format!("{of_cart}&region_id={us}")).await;
    assert_eq!(named, euros, "the cart's region counts");
    assert_eq!(price(&format!("region_id={us}")).await["currency_code"], "usd");
    assert!(euros.get("calculated_amount_with_tax").is_none(), "nobody knows where to");
    guest.post(&path(&made), &json!({"shipping_address": address()})).ok().await;
    let taxed = price(&of_cart).await;
    assert_eq!(taxed["calculated_amount_with_tax"], 18, "{taxed}");
    assert!(taxed["calculated_amount_without_tax"].as_f64().unwrap() < 18.0);
    // It moves, and the answer with it.
    guest.post(&path(&made), &json!({"region_id": us})).ok().await;
    assert_eq!(price(&of_cart).await["currency_code"], "usd");
    guest.post(&path(&made), &json!({"region_id": europe()})).ok().await;
    assert_eq!(price(&of_cart).await["currency_code"], "eur");
    // A cart of another shop, and none, are as if not named.
    for other in ["cart_x".to_owned(), id_in("b", "cart", "1", 1)] {
        assert_eq!(price(&format!("cart_id={other}&region_id={us}")).await["currency_code"], "usd");
    }
    let theirs = shop.anybody().with_key(&crate::shop::key("b", 1));
    theirs.get(&format!("/store/products?{of_cart}&limit=1")).ok().await;
}
