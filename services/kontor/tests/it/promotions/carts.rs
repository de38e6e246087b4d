//! What is made in the back office works in the cart.

use serde_json::{Value, json};

use super::{basket, body, make, mug, open, shirt, with_code};
use crate::{
    carts::{cart, europe, faults, path},
    medusa::visitor::{ANN, Visitor},
    shop::id,
};

/// What is taken off, to the cent.
fn off(cart: &Value) -> f64 {
    (cart["discount_total"].as_f64().unwrap() * 100.0).round() / 100.0
}

#[tokio::test]
async fn each_kind_of_promotion() {
    let (shop, staff) = open().await;
    let guest = shop.shopper();
    let made = basket(&guest).await;
    assert_eq!(made["total"], 96);
    let product = |id: String| json!([{"attribute": "items.product.id", "operator": "eq", "values": [id]}]);
    let items = |value: Value, further: Value| {
        let mut method = json!({"target_type": "items", "currency_code": "eur", "type": "fixed", "value": value});
        method.as_object_mut().unwrap().extend(further.as_object().unwrap().clone());
        method
    };
    for (n, (method, expected)) in [
        (json!({"type": "percentage", "target_type": "order", "value": 10}), 9.1),
        (json!({"type": "percentage", "target_type": "order", "value": 10, "max_amount": 4, "currency_code": "eur"}), 4.0),
        (json!({"type": "fixed", "target_type": "order", "value": 5, "currency_code": "eur"}), 5.0),
        (json!({"type": "fixed", "target_type": "order", "value": 500, "currency_code": "eur"}), 91.0),
        (json!({"type": "fixed", "target_type": "order", "value": 5, "currency_code": "usd"}), 0.0),
        (items(json!(2), json!({"allocation": "each", "max_quantity": 1})), 4.0),
        (items(json!(2), json!({"allocation": "each", "max_quantity": 2})), 6.0),
        (items(json!(9.1), json!({"allocation": "across"})), 9.1),
        (items(json!(3), json!({"allocation": "once", "max_quantity": 1})), 3.0),
        (items(json!(50), json!({"type": "percentage", "allocation": "each", "max_quantity": 2, "target_rules": product(mug())})), 18.0),
        (items(json!(10), json!({"type": "percentage", "allocation": "across", "target_rules": product(shirt())})), 5.5),
        (json!({"type": "percentage", "target_type": "shipping_methods", "allocation": "across", "value": 100}), 5.0),
        (json!({"type": "fixed", "target_type": "shipping_methods", "allocation": "each", "max_quantity": 1, "value": 2, "currency_code": "eur"}), 2.0),
    ]
    .into_iter()
    .enumerate()
    {
        let code = format!("KIND{n}");
        make(&staff, &body(&code, method.clone())).await;
        let shown = with_code(&guest, &made, &code).await;
        assert!((off(&shown) - expected).abs() < 0.011, "{method}: {} instead of {expected}", off(&shown));
        assert!((shown["total"].as_f64().unwrap() + expected - 96.0).abs() < 0.011, "{method}");
        with_none(&guest, &made).await;
    }
}

async fn with_none(client: &testkit::Client, cart: &Value) {
    client.post(&format!("{}/promotions", path(cart)), &json!({"promo_codes": []})).ok().await;
}

#[tokio::test]
async fn rules_of_cart_and_items() {
    let (shop, staff) = open().await;
    let guest = shop.shopper();
    let made = basket(&guest).await;
    let rule = |attribute: &str, operator: &str, values: Value| json!({"attribute": attribute, "operator": operator, "values": values});
    for (n, (rule, holds)) in [
        (rule("region.id", "in", json!([europe()])), true),
        (rule("region.id", "eq", json!(id("reg", "e", 1))), false),
        (rule("shipping_address.country_code", "in", json!(["de", "fr"])), true),
        (rule("shipping_address.country_code", "ne", json!("de")), false),
        (rule("sales_channel_id", "eq", json!(id("sc", "c", 1))), true),
        (rule("currency_code", "eq", json!("usd")), false),
        (rule("item_total", "gte", json!("91")), true),
        (rule("item_total", "gt", json!("91")), false),
        (rule("customer.groups.id", "in", json!(["cusgroup_x"])), false),
        (rule("items.product.categories.id", "in", json!([id("pcat", "13", 3)])), true),
        (rule("items.product.categories.id", "in", json!([id("pcat", "13", 9)])), false),
        (rule("nobody.knows", "eq", json!("x")), false),
    ]
    .into_iter()
    .enumerate()
    {
        let code = format!("CART{n}");
        let mut said =
            body(&code, json!({"type": "fixed", "target_type": "order", "value": 5, "currency_code": "eur"}));
        said["rules"] = json!([rule]);
        make(&staff, &said).await;
        let shown = with_code(&guest, &made, &code).await;
        assert!((off(&shown) - if holds { 5.0 } else { 0.0 }).abs() < 0.011, "{rule}: {}", off(&shown));
        with_none(&guest, &made).await;
    }
    // Half of what is of the mug: by its category, collection, type and tag.
    for (n, (attribute, value, expected)) in [
        ("items.product.categories.id", id("pcat", "13", 3), 18.0),
        ("items.product.collection_id", id("pcol", "12", 1), 45.5),
        ("items.product.type_id", id("ptyp", "10", 1), 18.0),
        ("items.product.tags.id", id("ptag", "11", 2), 18.0),
        ("items.variant_id", id("variant", "18", 3), 27.5),
        ("items.product.tags.id", id("ptag", "11", 9), 0.0),
    ]
    .into_iter()
    .enumerate()
    {
        let code = format!("ITEM{n}");
        let method = json!({"type": "percentage", "target_type": "items", "allocation": "across", "value": 50,
            "target_rules": [rule(attribute, "in", json!([value]))]});
        make(&staff, &body(&code, method)).await;
        let shown = with_code(&guest, &made, &code).await;
        assert!((off(&shown) - expected).abs() < 0.011, "{attribute}: {} instead of {expected}", off(&shown));
        with_none(&guest, &made).await;
    }
}

#[tokio::test]
async fn buy_two_get_one() {
    let (shop, staff) = open().await;
    let guest = shop.shopper();
    let product = |id: String| json!([{"attribute": "items.product.id", "operator": "eq", "values": id}]);
    let method = json!({"type": "percentage", "target_type": "items", "allocation": "each", "max_quantity": 1, "value": 100,
        "apply_to_quantity": 1, "buy_rules_min_quantity": 2, "buy_rules": product(mug()), "target_rules": product(shirt())});
    let mut said = body("GET", method);
    said["type"] = json!("buyget");
    make(&staff, &said).await;
    let made = basket(&guest).await;
    let shown = with_code(&guest, &made, "GET").await;
    assert!((off(&shown) - 55.0).abs() < 0.011, "{}", off(&shown));
    let line = format!("{}/line-items/{}", path(&made), made["items"][0]["id"].as_str().unwrap());
    let fewer = guest.post(&line, &json!({"quantity": 1})).ok().await;
    assert_eq!(fewer["cart"]["discount_total"], 0);
    let more = guest.post(&line, &json!({"quantity": 5})).ok().await;
    assert!((off(&more["cart"]) - 55.0).abs() < 0.011, "there is one shirt");
}

/// An address that somebody types proves nothing: a group's promotion is for who has signed in.
#[tokio::test]
async fn automatic_and_for_a_group() {
    let (shop, staff) = open().await;
    let group =
        staff.post("/admin/customer-groups", &json!({"name": "VIP"})).ok().await["customer_group"]["id"].clone();
    let mut said = body("VIP", json!({"type": "percentage", "target_type": "order", "value": 10}));
    said["is_automatic"] = json!(true);
    said["rules"] = json!([{"attribute": "customer.groups.id", "operator": "in", "values": [group]}]);
    make(&staff, &said).await;
    let guest = shop.shopper();
    let made = basket(&guest).await;
    assert_eq!(made["discount_total"], 0);
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    shop.change(
        "insert into customer_group_customers (organization_id, customer_group_id, customer_id)
         select g.organization_id, g.id, c.id from customer_groups g join customers c on c.organization_id = g.organization_id",
    )
    .await;
    let signed = ann.post(&format!("{}/customer", path(&made)), &json!({})).await.json();
    assert!((off(&signed["cart"]) - 9.1).abs() < 0.011, "{}", off(&signed["cart"]));
    assert_eq!(signed["cart"]["promotions"][0]["code"], "VIP");
}

/// Several codes hold together, what they take off adds up, and the order has it.
#[tokio::test]
async fn stacked_to_the_order() {
    let (shop, staff) = open().await;
    let guest = shop.shopper();
    make(&staff, &body("TENTH", json!({"type": "percentage", "target_type": "order", "value": 10}))).await;
    let five = make(
        &staff,
        &body("FIVE", json!({"type": "fixed", "target_type": "order", "value": 5, "currency_code": "eur"})),
    )
    .await;
    make(
        &staff,
        &body(
            "SENT",
            json!({"type": "percentage", "target_type": "shipping_methods", "allocation": "across", "value": 100}),
        ),
    )
    .await;
    let made = crate::carts::ready(&guest, &[(1, 2), (3, 1)]).await;
    let codes = format!("{}/promotions", path(&made));
    let all = guest.post(&codes, &json!({"promo_codes": ["TENTH", "FIVE", "SENT"]})).ok().await["cart"].clone();
    let total = all["total"].as_f64().unwrap();
    assert!((off(&all) + total - 96.0).abs() < 0.011 && (18.0..19.2).contains(&off(&all)), "{}", off(&all));
    crate::carts::pay(&guest, &made).await;
    let done = guest.post(&format!("{}/complete", path(&made)), &json!({})).ok().await;
    assert_eq!(
        (done["order"]["total"].as_f64(), done["order"]["discount_total"].as_f64()),
        (Some(total), all["discount_total"].as_f64())
    );
    let used = staff.get(&format!("/admin/promotions/{}", five["id"].as_str().unwrap())).ok().await;
    assert_eq!((&used["promotion"]["used"], shop.count("promotion_usages").await), (&json!(1), 3));
    assert_eq!(faults(&shop).await, 0);
    // What is limited from now on counts what was used before.
    let at = format!("/admin/promotions/{}", five["id"].as_str().unwrap());
    assert_eq!(staff.post(&at, &json!({"limit": 1})).ok().await["promotion"]["used"], 1);
    let other = cart(&guest, &[(1, 1)]).await;
    let over = with_code(&guest, &other, "FIVE").await;
    assert_eq!(over["discount_total"], 0);
}
