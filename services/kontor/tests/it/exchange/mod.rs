//! Imports and exports over HTTP.

mod bombs;
mod costs;
mod import;
mod inventory;
mod killed;
mod large;
mod medusa;
mod stock;
mod trip;

use jobs::Registry;
use kontor::platform;
use serde_json::{Value, json};
use testkit::Client;

use crate::{files::form, shop::Shop};

const HEADER: &str = "Handle,Title,Body (HTML),Tags,Status,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price\n";

/// A machine that does other things too makes its connections slowly.
async fn open() -> Shop {
    Shop::open_with(&[("KONTOR_CACHE", "false"), ("DATABASE_ACQUIRE_TIMEOUT", "60s")]).await
}

/// A file of so many products with two variants each.
fn products(range: std::ops::Range<usize>) -> String {
    let lines = range.map(|n| {
        format!(
            "trip-{n},Trip {n},<p>Words</p>,\"new, trip\",active,Size,S,TRIP-{n}-S,shopify,{n},{n}.50\n\
             trip-{n},,,,,,M,TRIP-{n}-M,shopify,3,{n}.75\n"
        )
    });
    HEADER.to_owned() + &lines.collect::<String>()
}

/// Uploads a file to be imported, and answers the id of its exchange.
async fn begin(client: &Client, csv: &[u8]) -> (String, Value) {
    let answer = form(client, "/admin/products/import", "file", &[("products.csv", csv)]).send().await;
    assert_eq!(answer.status.as_u16(), 202, "{}", answer.text);
    let body = answer.json();
    (body["transaction_id"].as_str().unwrap().to_owned(), body["summary"].clone())
}

async fn confirm(client: &Client, id: &str) {
    let answer = client.post(&format!("/admin/products/import/{id}/confirm"), &json!({})).send().await;
    assert_eq!((answer.status.as_u16(), &*answer.text), (202, "{}"));
}

async fn exchange(client: &Client, id: &str) -> Value {
    client.get(&format!("/admin/data-exchanges/{id}")).ok().await["data_exchange"].clone()
}

fn counts(exchange: &Value) -> [i64; 4] {
    ["created_count", "updated_count", "unchanged_count", "error_count"].map(|name| exchange[name].as_i64().unwrap())
}

/// Imports a file and answers the exchange.
async fn import(shop: &Shop, client: &Client, csv: &[u8]) -> Value {
    let (id, _) = begin(client, csv).await;
    confirm(client, &id).await;
    let drained = shop.test.run_jobs(&registry(shop)).await;
    assert_eq!(drained.errors, Vec::<String>::new());
    exchange(client, &id).await
}

fn registry(shop: &Shop) -> Registry {
    platform::registry(&shop.platform)
}
