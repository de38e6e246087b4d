//! What nobody means well: quantities that are none, goods of other shops, prices and products that changed meanwhile, and too much of it.

mod hidden;
mod limits;
mod prices;
mod quantities;
mod tenants;

use serde_json::{Value, json};
use testkit::Client;

use crate::{
    carts::{faults, path, pay, ready},
    documents::text,
    shop::{Shop, id},
};

/// A shop that sells, and somebody who may do everything in it.
async fn open() -> (Shop, Client) {
    let shop = crate::carts::open().await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    (shop, staff)
}

/// Two mugs, bought by a guest.
async fn order(shop: &Shop) -> Value {
    let guest = shop.shopper();
    let cart = ready(&guest, &[(1, 2)]).await;
    guest.post(&format!("{}/complete", path(&cart)), &json!({})).ok().await["order"].clone()
}

/// The same, packed, sent and delivered.
async fn delivered(shop: &Shop, staff: &Client) -> Value {
    let order = order(shop).await;
    let at = format!("/admin/orders/{}/fulfillments", text(&order["id"]));
    let items = json!({"items": [{"id": order["items"][0]["id"], "quantity": 2}]});
    let packed = staff.post(&format!("{at}?fields=*fulfillments"), &items).ok().await;
    let parcel = text(&packed["order"]["fulfillments"][0]["id"]).to_owned();
    staff.post(&format!("{at}/{parcel}/shipments"), &items).ok().await;
    staff.post(&format!("{at}/{parcel}/mark-as-delivered"), &json!({})).ok().await;
    order
}

fn back() -> String {
    id("so", "35", 3)
}
