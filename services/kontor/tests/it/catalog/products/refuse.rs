//! What is wrong is refused by name, and nothing of it is kept.

use serde_json::{Value, json};

use super::{id_of, make, mug, of_fixture, open, path, rows};
use crate::shop::id_in;

#[tokio::test]
async fn what_is_wrong_is_named_and_nothing_is_written() {
    let (shop, editor) = open().await;
    make(&editor, &mug("taken")).await;
    let before = rows(&shop).await;
    let variant = |change: Value| {
        let mut body = mug("new");
        for (field, value) in change.as_object().unwrap() {
            body["variants"][1][field] = value.clone();
        }
        body
    };
    let with = |field: &str, value: Value| {
        let mut body = mug("new");
        body[field] = value;
        body
    };
    let price = |value: Value| variant(json!({"prices": [{"currency_code": "usd", "amount": 1}, value]}));
    let foreign = |prefix: &str| match prefix {
        "pcat" => id_in("b", prefix, "13", 1),
        "ptag" => id_in("b", prefix, "11", 1),
        _ => id_in("b", prefix, "c", 1),
    };
    for (body, status, part) in [
        (json!({}), 400, "Field 'title' is required"),
        (json!({"title": " "}), 400, "'title'"),
        (with("colour", json!(1)), 400, "colour"),
        (with("status", json!("sold")), 400, "'status'"),
        (with("handle", json!("No Handle")), 400, "'handle' is no handle"),
        (mug("taken"), 422, "Product with handle: taken, already exists."),
        (with("title", json!("x".repeat(501))), 400, "'title' too big"),
        (with("description", json!("x".repeat(200_001))), 400, "'description' too big"),
        (with("weight", json!(-1)), 400, "'weight' too small"),
        (with("weight", json!("1")), 400, "'weight'"),
        (with("origin_country", json!("xx")), 400, "'origin_country'"),
        (with("metadata", json!({"a": "x".repeat(70_000)})), 400, "'metadata'"),
        (with("type_id", json!("ptyp_nothing")), 400, "Product type with id: ptyp_nothing was not found"),
        (with("collection_id", json!(foreign("sc"))), 400, "'collection_id'"),
        (with("categories", json!([{"id": foreign("pcat")}])), 400, "'categories, 0, id'"),
        (with("tags", json!([{"id": of_fixture("ptag")}, {"id": foreign("ptag")}])), 400, "'tags, 1, id'"),
        (with("sales_channels", json!([{"id": foreign("sc")}])), 400, "'sales_channels, 0, id'"),
        (with("shipping_profile_id", json!("sp_x")), 400, "'shipping_profile_id'"),
        (with("images", json!([{"url": ""}])), 400, "'images, 0, url'"),
        (
            with("options", json!([{"title": "Colour", "values": ["Blue", "Blue", "White"]}])),
            400,
            "'options, 0, values, 1' stands twice",
        ),
        (with("options", json!([{"values": ["Blue"]}])), 400, "'options, 0, title' is required"),
        (variant(json!({"options": {"Colour": "Red"}})), 400, "Option value Red does not exist for option Colour"),
        (variant(json!({"options": {}})), 400, "'variants, 1, options' must name a value of 'Colour'"),
        (variant(json!({"options": {"Size": "S", "Colour": "White"}})), 400, "names 'Size'"),
        (variant(json!({"options": {"Colour": "Blue"}})), 400, "Variant (White) with provided options already exists."),
        (variant(json!({"title": null})), 400, "'variants, 1, title' is required"),
        (variant(json!({"sku": "taken-B"})), 422, "Product variant with sku: taken-B, already exists."),
        (variant(json!({"sku": "new-B"})), 422, "Product variant with sku: new-B, already exists."),
        (variant(json!({"ean": "4006381333931"})), 422, "Product variant with ean: 4006381333931"),
        (variant(json!({"sku": "x".repeat(256)})), 400, "'variants, 1, sku' too big"),
        (variant(json!({"variant_rank": -1})), 400, "'variants, 1, variant_rank' too small"),
        (
            price(json!({"currency_code": "xyz", "amount": 1})),
            400,
            "'variants, 1, prices, 1, currency_code' is no currency of the shop: 'xyz'",
        ),
        (price(json!({"currency_code": "eur", "amount": -1})), 400, "'variants, 1, prices, 1, amount' too small"),
        (price(json!({"currency_code": "eur"})), 400, "'variants, 1, prices, 1, amount' is required"),
        (price(json!({"currency_code": "eur", "amount": "1e9"})), 400, "'variants, 1, prices, 1, amount'"),
        (price(json!({"currency_code": "eur", "amount": 1e300})), 400, "too many digits"),
        (price(json!({"currency_code": "usd", "amount": 2})), 400, "has two prices"),
        (price(json!({"currency_code": "eur", "amount": 1, "min_quantity": 0})), 400, "min_quantity"),
        (
            price(json!({"currency_code": "eur", "amount": 1, "min_quantity": 5, "max_quantity": 2})),
            400,
            "max_quantity",
        ),
        (
            price(json!({"currency_code": "eur", "amount": 1, "rules": {"customer.groups.id": "cusgroup_1"}})),
            400,
            "make a price list",
        ),
        (price(json!({"currency_code": "eur", "amount": 1, "rules": {"weather": "sun"}})), 400, "rules, weather"),
        (
            price(json!({"currency_code": "eur", "amount": 1, "rules": {"region_id": id_in("b", "reg", "e", 1)}})),
            400,
            "Region with id",
        ),
        (
            variant(json!({"inventory_items": [{"inventory_item_id": "iitem_x", "required_quantity": 1}]})),
            400,
            "inventory_item_id",
        ),
        (
            variant(
                json!({"inventory_items": [{"inventory_item_id": id_in("b", "iitem", "21", 1), "required_quantity": 1}]}),
            ),
            404,
            "Inventory item with id",
        ),
        (
            variant(json!({"inventory_items": [{"inventory_item_id": id_in("a", "iitem", "21", 1)}]})),
            400,
            "required_quantity",
        ),
    ] {
        let error = editor.post("/admin/products", &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{part}: {error}");
        assert_eq!(rows(&shop).await, before, "{part}");
    }
}

#[tokio::test]
async fn five_thousand_variants_are_too_many() {
    let (shop, editor) = open().await;
    let before = rows(&shop).await;
    let values: Vec<String> = (0..900).map(|n| format!("V{n}")).collect();
    let variants: Vec<Value> = (0..5_000).map(|n| json!({"title": n.to_string(), "options": {"N": "V1"}})).collect();
    let body = json!({"title": "Many", "options": [{"title": "N", "values": values}], "variants": variants});
    let error = editor.post("/admin/products", &body).error(400).await;
    assert!(error["message"].as_str().unwrap().contains("'variants' too big"), "{error}");
    // Nor are eleven times a thousand.
    let variants: Vec<Value> = (0..1_000).map(|n| json!({"title": n.to_string()})).collect();
    let product = |n: usize| json!({"title": format!("Many {n}"), "variants": variants});
    let many = json!({"create": (0..11).map(product).collect::<Vec<_>>()});
    let error = editor.post("/admin/products/batch", &many).error(400).await;
    assert!(error["message"].as_str().unwrap().contains("have 11000 in all"), "{error}");
    assert_eq!(rows(&shop).await, before);
    let large = json!({"title": "Large", "description": "x".repeat(1 << 20)});
    editor.post("/admin/products", &large).error(413).await;
}

#[tokio::test]
async fn two_with_the_same_sku_at_once() {
    let (shop, editor) = open().await;
    for round in 0..10 {
        let body = |side: &str| {
            json!({"title": side, "handle": format!("{side}-{round}"),
                   "variants": [{"title": "One", "sku": format!("SAME-{round}"), "prices": []}]})
        };
        let (left, right) = (body("left"), body("right"));
        let (left, right) =
            tokio::join!(editor.post("/admin/products", &left).send(), editor.post("/admin/products", &right).send());
        let mut statuses = [left.status.as_u16(), right.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 422], "{} {}", left.text, right.text);
        assert_eq!(shop.count(&format!("product_variants v where v.sku = 'SAME-{round}'")).await, 1);
        assert_eq!(shop.count(&format!("products p where p.handle like '%-{round}'")).await, 1);
        assert_eq!(shop.count(&format!("inventory_items i where i.sku = 'SAME-{round}'")).await, 1);
    }
}

#[tokio::test]
async fn another_shops_products_are_not_there() {
    let (shop, editor) = open().await;
    let theirs = shop.colleague("b", "theo", "owner").await.client;
    let made = make(&theirs, &mug("theirs")).await;
    let variant = id_of(&made["variants"][0]);
    let (product, before) = (path(&made), rows(&shop).await);
    editor.get(&product).error(404).await;
    editor.post(&product, &json!({"title": "Mine"})).error(404).await;
    editor.get(&format!("{product}/variants")).error(404).await;
    editor.get(&format!("{product}/options")).error(404).await;
    editor.get(&format!("{product}/variants/{variant}")).error(404).await;
    editor.post(&format!("{product}/variants/{variant}"), &json!({"sku": "MINE"})).error(404).await;
    editor.post("/admin/products/batch", &json!({"delete": [id_of(&made)]})).error(404).await;
    editor.post("/admin/products/batch", &json!({"update": [{"id": id_of(&made), "title": "Mine"}]})).error(404).await;
    let option = id_of(&made["options"][0]);
    editor.get(&format!("/admin/product-options/{option}")).error(404).await;
    editor.post(&format!("/admin/product-options/{option}"), &json!({"title": "Mine"})).error(404).await;
    let mine = mug("mine");
    let mine = make(&editor, &mine).await;
    editor.post(&format!("{}/options/batch", path(&mine)), &json!({"add": [{"id": option}]})).error(400).await;
    let nobody = crate::admin::delete(&editor, &product).await;
    assert_eq!(nobody.status.as_u16(), 404);
    assert_eq!(editor.get("/admin/products?q=theirs").ok().await["count"], 0);
    assert_eq!(editor.get(&format!("/admin/product-variants?id={variant}")).ok().await["count"], 0);
    assert_eq!(rows(&shop).await[0], before[0] + 1);
}
