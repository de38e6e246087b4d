//! Promotions and campaigns, from the back office to the order.

mod admin;
mod carts;
mod counts;
mod rules;
mod times;

use serde_json::{Value, json};
use testkit::Client;

use crate::{
    carts::{address, cart, path, standard},
    shop::{Shop, id},
};

/// A shop that sells in euros to Germany and Denmark, where people sign in as customers, and who looks after its promotions.
async fn open() -> (Shop, Client) {
    let shop = crate::medusa::visitor::open_with(&[("KONTOR_CACHE", "false")]).await;
    shop.change(include_str!("../carts/selling.sql")).await;
    let staff = shop.colleague("a", "mia", "owner").await.client;
    (shop, staff)
}

/// What a promotion says that takes something off all items.
fn body(code: &str, method: Value) -> Value {
    let mut said = json!({"code": code, "type": "standard", "status": "active", "is_tax_inclusive": true});
    said["application_method"] = method;
    said
}

async fn make(staff: &Client, body: &Value) -> Value {
    staff.post("/admin/promotions", body).ok().await["promotion"].clone()
}

/// Two mugs and a shirt, to Berlin: 36 and 55 with tax, and 5 for sending them.
async fn basket(client: &Client) -> Value {
    let made = cart(client, &[(1, 2), (3, 1)]).await;
    let at = path(&made);
    client.post(&at, &json!({"shipping_address": address(), "email": "ann@example.com"})).ok().await;
    client.post(&format!("{at}/shipping-methods"), &json!({"option_id": standard()})).ok().await["cart"].clone()
}

/// The cart with a code.
async fn with_code(client: &Client, cart: &Value, code: &str) -> Value {
    let codes = format!("{}/promotions", path(cart));
    client.post(&codes, &json!({"promo_codes": [code]})).ok().await["cart"].clone()
}

fn mug() -> String {
    id("prod", "1", 1)
}

fn shirt() -> String {
    id("prod", "1", 2)
}
