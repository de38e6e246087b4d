//! Orders, after they were placed: what the staff does with them, and what customers see of theirs.

mod asked;
mod credit;
mod fulfillments;
mod money;
mod random;
mod reads;
mod transfer;
mod updates;

use serde_json::{Value, json};
use testkit::Client;

use crate::{
    carts,
    medusa::visitor,
    shop::{Shop, id},
};

/// A shop that sells, and somebody who may do everything in it.
struct Desk {
    shop: Shop,
    staff: Client,
}

impl Desk {
    async fn open() -> Self {
        // Ten at once want ten connections, which a loaded test machine does not open in three seconds.
        let shop = Shop::open_with(&[("KONTOR_CACHE", "false"), ("DATABASE_ACQUIRE_TIMEOUT", "20s")]).await;
        shop.change(include_str!("../carts/selling.sql")).await;
        let staff = shop.colleague("a", "olga", "owner").await.client;
        Self { shop, staff }
    }

    /// The same, where people sign in: each calls from an address of his own.
    async fn for_visitors() -> Self {
        let shop = visitor::open_with(&[("KONTOR_CACHE", "false")]).await;
        shop.change(include_str!("../carts/selling.sql")).await;
        let staff = shop.colleague("a", "olga", "owner").await.client;
        Self { shop, staff }
    }

    /// Somebody buys so many of some variants.
    async fn order(&self, items: &[(u32, u32)]) -> Value {
        let guest = self.shop.shopper();
        let cart = carts::ready(&guest, items).await;
        let done = guest.post(&format!("{}/complete", carts::path(&cart)), &json!({})).ok().await;
        assert_eq!(done["type"], "order", "{done}");
        done["order"].clone()
    }

    /// An order as the staff sees it.
    async fn read(&self, order: &Value) -> Value {
        self.staff.get(&at(order)).ok().await["order"].clone()
    }

    /// The same with these fields.
    async fn read_with(&self, order: &Value, fields: &str) -> Value {
        self.staff.get(&format!("{}?fields={fields}", at(order))).ok().await["order"].clone()
    }

    /// Does something to an order.
    async fn does(&self, order: &Value, what: &str, body: &Value) -> Value {
        self.staff.post(&format!("{}{what}", at(order)), body).ok().await["order"].clone()
    }

    /// The message with which something is refused.
    async fn refused(&self, order: &Value, what: &str, body: &Value) -> String {
        let error = self.staff.post(&format!("{}{what}", at(order)), body).error(400).await;
        error["message"].as_str().unwrap().to_owned()
    }

    /// What is stocked and reserved of an item at the first place of the fixture.
    async fn level(&self, item: u32) -> (i64, i64) {
        let (item, place) = (id("iitem", "21", item), id("sloc", "20", 1));
        let path = format!("/admin/inventory-items/{item}/location-levels?location_id={place}");
        let level = self.staff.get(&path).ok().await["inventory_levels"][0].clone();
        (level["stocked_quantity"].as_i64().unwrap(), level["reserved_quantity"].as_i64().unwrap())
    }

    async fn faults(&self) -> i64 {
        carts::faults(&self.shop).await
    }

    /// How often something was told.
    async fn told(&self, event: &str) -> i64 {
        self.shop.count(&format!("events where name = '{event}'")).await
    }
}

fn at(order: &Value) -> String {
    format!("/admin/orders/{}", order["id"].as_str().unwrap())
}
