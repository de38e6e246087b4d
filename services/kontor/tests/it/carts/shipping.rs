//! How a cart is sent.

use serde_json::{Value, json};

use super::{address, cart, open, path, standard};
use crate::shop::id;

#[tokio::test]
async fn options_and_what_they_cost() {
    let shop = open().await;
    let guest = shop.shopper();
    let made = cart(&guest, &[(1, 2)]).await;
    let at = path(&made);
    let list = format!("/store/shipping-options?cart_id={}", made["id"].as_str().unwrap());
    assert_eq!(guest.get(&list).ok().await["shipping_options"], json!([]), "nobody knows where to");
    let missing = guest.get("/store/shipping-options").error(400).await;
    assert_eq!(missing["message"], "Invalid request: Field 'cart_id' is required");
    let none = guest.post(&format!("{at}/shipping-methods"), &json!({"option_id": standard()})).error(400).await;
    assert_eq!(none["message"], "Shipping Options are invalid for cart.");

    guest.post(&at, &json!({"shipping_address": address()})).ok().await;
    let listed = guest.get(&list).ok().await;
    let first = &listed["shipping_options"][0];
    assert_eq!(
        (&first["name"], &first["amount"], &first["is_tax_inclusive"]),
        (&json!("Standard"), &json!(5), &json!(true))
    );
    assert_eq!(first["service_zone"]["fulfillment_set"]["type"], "shipping");
    assert_eq!(first["insufficient_inventory"], false);
    let back = guest.get(&format!("{list}&is_return=true")).ok().await;
    assert_eq!(
        (&back["shipping_options"][0]["name"], back["shipping_options"].as_array().unwrap().len()),
        (&json!("Back"), 1)
    );

    // By weight: a mug has none, so the base is all.
    shop.change("update product_variants set weight = 1200 where sku = 'MUG-B'").await;
    let by_weight = id("so", "35", 2);
    let calculated = guest
        .post(&format!("/store/shipping-options/{by_weight}/calculate"), &json!({"cart_id": made["id"]}))
        .ok()
        .await;
    assert_eq!(calculated["shipping_option"]["amount"], json!(7.4), "2.90 and three begun kilograms");
    let foreign = format!("/store/shipping-options/{}/calculate", id("so", "35", 3));
    guest.post(&foreign, &json!({"cart_id": made["id"]})).error(400).await;

    // One for each profile: the second choice replaces the first.
    let choose = format!("{at}/shipping-methods");
    guest.post(&choose, &json!({"option_id": by_weight})).ok().await;
    let chosen = guest.post(&choose, &json!({"option_id": standard()})).ok().await;
    let methods = chosen["cart"]["shipping_methods"].as_array().unwrap().clone();
    assert_eq!((methods.len(), &methods[0]["amount"]), (1, &json!(5)));
    guest.post(&choose, &json!({"option_id": id("so", "35", 3)})).error(400).await;

    // From a hundred euros on it costs nothing; below it costs again.
    let line = format!("{at}/line-items/{}", made["items"][0]["id"].as_str().unwrap());
    let free = guest.post(&line, &json!({"quantity": 6})).ok().await;
    assert_eq!((&free["cart"]["item_total"], &free["cart"]["shipping_total"]), (&json!(108), &json!(0)));
    let paid = guest.post(&line, &json!({"quantity": 5})).ok().await;
    assert_eq!((&paid["cart"]["shipping_total"], &paid["cart"]["total"]), (&json!(5), &json!(95)));

    // What does not reach the address any more falls out.
    shop.change("delete from geo_zones where country_code = 'de'").await;
    let out = guest.post(&line, &json!({"quantity": 4})).ok().await;
    assert_eq!((&out["cart"]["shipping_methods"], &out["cart"]["total"]), (&json!([]), &json!(72)));
}

#[tokio::test]
async fn what_is_not_there_where_it_is_sent_from() {
    let shop = open().await;
    let guest = shop.shopper();
    let made = cart(&guest, &[(1, 2)]).await;
    guest.post(&path(&made), &json!({"shipping_address": address()})).ok().await;
    // The other place has them, and the channel sells them; this one does not.
    shop.change(
        "insert into sales_channel_stock_locations (organization_id, sales_channel_id, stock_location_id)
           values ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-0000000c0001', '00000000-0000-7000-800a-000000200002');
         update inventory_levels set stocked_quantity = 1 where location_id = '00000000-0000-7000-800a-000000200001'",
    )
    .await;
    let listed = guest.get(&format!("/store/shipping-options?cart_id={}", made["id"].as_str().unwrap())).ok().await;
    let short: Vec<&Value> =
        listed["shipping_options"].as_array().unwrap().iter().map(|one| &one["insufficient_inventory"]).collect();
    assert_eq!(short, [&json!(true), &json!(true)]);
}
