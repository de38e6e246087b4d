//! What becomes of orders: edits, returns, claims, exchanges, drafts.

mod drafts;
mod edits;
mod returns;
mod store;
mod swaps;

use serde_json::{Value, json};
use testkit::Client;

use crate::{
    admin::organization,
    shop::{Shop, id},
};

/// A shop that sells in euros to Germany and Denmark, and somebody of its staff who may change orders.
async fn open() -> (Shop, Client) {
    let shop = Shop::open().await;
    shop.change(include_str!("../carts/selling.sql")).await;
    let staff = shop.colleague("a", "sam", "owner").await.client;
    (shop, staff)
}

fn variant(n: u32) -> String {
    id("variant", "18", n)
}

fn standard() -> String {
    id("so", "35", 1)
}

fn back() -> String {
    id("so", "35", 3)
}

fn place() -> String {
    id("sloc", "20", 1)
}

/// An order of so many of some variants, bought by a guest.
async fn order(shop: &Shop, items: &[(u32, u32)]) -> Value {
    let client = shop.shopper();
    let items: Vec<Value> =
        items.iter().map(|(n, quantity)| json!({"variant_id": variant(*n), "quantity": quantity})).collect();
    let address = json!({"first_name": "Ann", "last_name": "Berg", "address_1": "Havnegade 1", "city": "Berlin", "country_code": "de", "postal_code": "10115"});
    let body = json!({"region_id": id("reg", "e", 2), "items": items, "email": "ann@example.com", "shipping_address": address, "billing_address": address});
    let cart = client.post("/store/carts", &body).ok().await["cart"].clone();
    let at = format!("/store/carts/{}", cart["id"].as_str().unwrap());
    client.post(&format!("{at}/shipping-methods"), &json!({"option_id": standard()})).ok().await;
    let collection = client.post("/store/payment-collections", &json!({"cart_id": cart["id"]})).ok().await;
    let collection = collection["payment_collection"]["id"].as_str().unwrap().to_owned();
    let sessions = format!("/store/payment-collections/{collection}/payment-sessions");
    client.post(&sessions, &json!({"provider_id": "pp_system_default"})).ok().await;
    client.post(&format!("{at}/complete"), &json!({})).ok().await["order"].clone()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// A line of it.
fn item<'a>(order: &'a Value, id: &str) -> &'a Value {
    order["items"].as_array().unwrap().iter().find(|item| item["id"] == id).unwrap()
}

/// The order as a shopper reads it now.
async fn read(shop: &Shop, order: &Value) -> Value {
    let path = format!(
        "/store/orders/{}?fields=+payment_status,+fulfillment_status,+payment_collections.status,*payment_collections",
        text(&order["id"])
    );
    shop.shopper().get(&path).ok().await["order"].clone()
}

/// Sends all of an order, and it arrives.
pub(crate) async fn deliver(shop: &Shop, order: &Value) {
    let key: entity::ids::OrderId = text(&order["id"]).parse().unwrap();
    let mut tx = shop.test.db().begin_system("deliver an order").await.unwrap();
    tx.work_in(organization("a").0).await.unwrap();
    let at = "00000000-0000-7000-800a-000000200001";
    tx.batch(&format!(
        "select * from private.ship_reserved((select jsonb_agg(jsonb_build_object('line_item_id', id, 'quantity', quantity - fulfilled_quantity))
           from order_line_items where order_id = '{0}'), '{at}');
         insert into fulfillments (organization_id, order_id, location_id, shipped_at, delivered_at)
           values ('00000000-0000-7000-8000-00000000000a', '{0}', '{at}', now(), now());
         update order_line_items set fulfilled_quantity = quantity, shipped_quantity = quantity, delivered_quantity = quantity
           where order_id = '{0}';",
        key.0
    ))
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

/// Faults in the books, of which there are none.
async fn faults(shop: &Shop) -> i64 {
    shop.count("private.audit_orders('00000000-0000-7000-8000-00000000000a')").await
}

/// What customers owe by the books is what the orders cost.
async fn owed(shop: &Shop, amount: &str) -> bool {
    let sums = format!(
        "(select sum(amount) as sum from ledger_entries where account = 'receivable' and source in ('order.placed', 'order.changed')) s
         where s.sum = {amount}"
    );
    shop.count(&sums).await == 1
}
