//! Products, variants and options, through HTTP.

mod batch;
mod create;
mod delete;
mod options;
mod refuse;
mod stock;
mod update;
mod variants;

use serde_json::{Value, json};
use testkit::Client;

use crate::shop::{Shop, id};

/// A shop and somebody who writes its products and nothing else.
pub(super) async fn open() -> (Shop, Client) {
    let shop = Shop::open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    (shop, editor)
}

/// A product with two variants.
pub(super) fn mug(handle: &str) -> Value {
    json!({
        "title": "Harbour Mug", "handle": handle, "options": [{"title": "Colour", "values": ["Blue", "White"]}],
        "variants": [
            {"title": "Blue", "sku": format!("{handle}-B"), "options": {"Colour": "Blue"},
             "prices": [{"currency_code": "eur", "amount": 18.9}, {"currency_code": "usd", "amount": 21}]},
            {"title": "White", "sku": format!("{handle}-W"), "options": {"Colour": "White"}, "prices": []}
        ]
    })
}

/// Makes it.
pub(super) async fn make(client: &Client, body: &Value) -> Value {
    client.post("/admin/products", body).ok().await["product"].clone()
}

/// Where a product is.
pub(super) fn path(product: &Value) -> String {
    format!("/admin/products/{}", product["id"].as_str().unwrap())
}

/// Its id.
pub(super) fn id_of(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

/// How many rows each table has that a product could be in.
pub(super) async fn rows(shop: &Shop) -> Vec<i64> {
    let mut rows = Vec::new();
    for table in [
        "products",
        "product_variants",
        "product_options",
        "product_option_values",
        "product_product_options",
        "product_variant_options",
        "product_images",
        "price_sets",
        "prices",
        "price_rules",
        "product_product_tags",
        "product_category_products",
        "product_sales_channels",
        "inventory_items",
        "product_variant_inventory_items",
        "events",
        "product_tallies",
        "product_search",
    ] {
        rows.push(shop.count(table).await);
    }
    rows
}

/// A category, tag, type, collection, channel or region of the fixture.
pub(super) fn of_fixture(prefix: &str) -> String {
    let kind = match prefix {
        "pcat" => "13",
        "ptag" => "11",
        "ptyp" => "10",
        "pcol" => "12",
        "sc" => "c",
        _ => "e",
    };
    id(prefix, kind, 1)
}
