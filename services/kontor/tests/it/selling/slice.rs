//! From a shop that cannot send anything to an order, once through.

use serde_json::json;

use super::{buy, cart, faults, open, owner, set_up};

#[tokio::test]
async fn a_shop_that_was_opened_over_http_sells() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let setup = set_up(&owner).await;
    let guest = shop.shopper();
    let at = cart(&guest, &setup, 2).await;
    let cart = guest.get(&at).ok().await["cart"].clone();
    assert_eq!((&cart["item_total"], &cart["item_tax_total"]), (&json!(36), &json!(6)));
    let tax = &cart["items"][0]["tax_lines"][0];
    assert_eq!((&tax["rate"], &tax["code"]), (&json!(20), &json!("AT20")));

    let options = guest.get(&format!("/store/shipping-options?cart_id={}", cart["id"].as_str().unwrap())).ok().await;
    let option = &options["shipping_options"][0];
    assert_eq!(
        (&option["id"], &option["amount"], &option["type"]["code"], &option["is_tax_inclusive"]),
        (&json!(setup.option), &json!(4.9), &json!("standard"), &json!(true))
    );
    let order = buy(&guest, &at, &setup.option).await;
    assert_eq!(
        (&order["total"], &order["shipping_tax_total"], &order["tax_total"]),
        (&json!(40.9), &json!(0.82), &json!(6.82))
    );
    assert_eq!(faults(&shop).await, 0);
}
