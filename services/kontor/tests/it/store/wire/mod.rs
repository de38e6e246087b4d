//! The catalogue's routes beside Medusa's own lists: `medusa.json` says of each route what it answers, what may be asked of it and
//! which parameters it takes, as Medusa 2.21's routes and its OpenAPI document do.

mod fields;
pub(super) mod parameters;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;
use testkit::Client;

use crate::shop::{Shop, key};

/// What Medusa says of a route.
#[derive(Deserialize)]
struct Route {
    path: String,
    one: String,
    many: String,
    limit: usize,
    relations: usize,
    defaults: Vec<String>,
    allowed: Vec<String>,
    types: BTreeMap<String, BTreeSet<String>>,
    parameters: BTreeMap<String, String>,
    of_one: Vec<String>,
}

fn routes() -> Vec<Route> {
    serde_json::from_str(include_str!("medusa.json")).unwrap()
}

/// A shop in which everything has something of everything, and who sees all of it.
async fn full() -> (Shop, Client) {
    let unlimited = [("KONTOR_CACHE", "false"), ("LIMIT_SHOP_RATE", "1000000"), ("LIMIT_SHOP_BURST", "1000000")];
    let shop = Shop::open_with(&unlimited).await;
    shop.change(
        "insert into return_reasons (organization_id, value, label) select id, 'broken', 'Broken' from auth.organization;
         insert into return_reasons (organization_id, parent_return_reason_id, value, label)
         select organization_id, id, 'torn', 'Torn' from return_reasons where value = 'broken';
         insert into product_variant_images (organization_id, variant_id, image_id)
         select v.organization_id, v.id, i.id from product_variants v join product_images i using (organization_id, product_id);
         update product_options set is_exclusive = title <> 'Format', metadata = '{\"a\": 1}';
         insert into product_categories (organization_id, parent_category_id, name, handle, rank, is_active)
         select organization_id, id, 'Espresso', 'espresso', 0, true from product_categories where handle = 'home/cups/mugs';
         update product_categories set external_id = 'erp-' || handle, description = 'About ' || name;
         update product_collections set external_id = 'erp-' || handle;
         update product_tags set external_id = 'erp-' || value;
         update product_types set external_id = 'erp-' || value;
         update products set external_id = 'erp-' || handle where deleted_at is null;
         insert into store_locales (organization_id, locale_code, rank) select id, 'de', 0 from auth.organization",
    )
    .await;
    let client = shop.anybody().with_key(&key("a", 2));
    (shop, client)
}

/// The rows of a list.
async fn rows(client: &Client, route: &Route, query: &str) -> Vec<Value> {
    let mut body = client.get(&format!("/store/{}?{query}", route.path)).ok().await;
    let Value::Array(rows) = body[&route.many].take() else { panic!("{}?{query}: {body}", route.path) };
    rows
}

fn keys(row: &Value) -> Vec<&str> {
    row.as_object().map(|row| row.keys().map(String::as_str).collect()).unwrap_or_default()
}
