//! What the shop shows no longer is not sold, whoever has it in his cart.

use serde_json::json;

use super::{faults, open, path, ready, text};
use crate::{carts::variant, shop::id};

#[tokio::test]
async fn gone_from_the_shelf() {
    let (shop, staff) = open().await;
    let guest = shop.shopper();
    let product = format!("/admin/products/{}", id("prod", "1", 1));
    let channel = format!("/admin/sales-channels/{}/products", id("sc", "c", 1));
    for (away, again) in [
        ((&product, json!({"status": "draft"})), (&product, json!({"status": "published"}))),
        ((&channel, json!({"remove": [id("prod", "1", 1)]})), (&channel, json!({"add": [id("prod", "1", 1)]}))),
    ] {
        let made = ready(&guest, &[(1, 1), (3, 1)]).await;
        let complete = format!("{}/complete", path(&made));
        staff.post(away.0, &away.1).ok().await;
        let refused = guest.post(&complete, &json!({})).error(400).await;
        let words = format!("Variants with IDs {} do not exist or are not published", variant(1));
        assert_eq!((&refused["message"], &refused["type"]), (&json!(words), &json!("invalid_data")));
        // It stays in the cart, which can be bought without it, or once it is back.
        let kept = guest.get(&path(&made)).ok().await;
        assert_eq!((kept["cart"]["items"].as_array().unwrap().len(), &kept["cart"]["total"]), (2, &made["total"]));
        staff.post(again.0, &again.1).ok().await;
        assert_eq!(guest.post(&complete, &json!({})).ok().await["type"], "order");
    }
    let made = ready(&guest, &[(1, 1)]).await;
    shop.change("update product_variants set deleted_at = now() where sku = 'MUG-B'").await;
    let refused = guest.post(&format!("{}/complete", path(&made)), &json!({})).error(400).await;
    assert!(text(&refused["message"]).ends_with("do not exist or are not published"), "{refused}");
    assert_eq!((shop.count("orders").await, faults(&shop).await), (2, 0));
}
