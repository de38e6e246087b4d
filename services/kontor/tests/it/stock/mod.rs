//! What lies where, and for whom it is kept.

mod batches;
mod events;
mod items;
mod kits;
mod ledger;
mod levels;
mod locations;
mod random;
mod reservations;
mod rush;
mod tenants;

use serde_json::{Value, json};
use testkit::Client;

use crate::shop::Shop;

/// Somebody who keeps the stock of our shop.
struct Keeper {
    shop: Shop,
    client: Client,
}

fn id_of(answer: &Value, what: &str) -> String {
    answer[what]["id"].as_str().unwrap().to_owned()
}

/// Sixteen at once want sixteen connections, which a loaded test machine does not open in three seconds.
const PATIENT: &[(&str, &str)] =
    &[("KONTOR_CACHE", "false"), ("DATABASE_ACQUIRE_TIMEOUT", "20s"), ("DATABASE_LOCK_TIMEOUT", "20s")];

impl Keeper {
    async fn new() -> Self {
        let shop = Shop::open_with(PATIENT).await;
        let client = shop.colleague("a", "kim", "admin").await.client;
        Self { shop, client }
    }

    /// A new place.
    async fn place(&self, name: &str) -> String {
        id_of(&self.client.post("/admin/stock-locations", &json!({ "name": name })).ok().await, "stock_location")
    }

    /// A new item, of which so much lies at each of these places.
    async fn item(&self, sku: &str, at: &[(&str, i64)]) -> String {
        let levels: Vec<Value> =
            at.iter().map(|(place, stocked)| json!({ "location_id": place, "stocked_quantity": stocked })).collect();
        let body = json!({ "sku": sku, "location_levels": levels });
        id_of(&self.client.post("/admin/inventory-items", &body).ok().await, "inventory_item")
    }

    /// What was kept for somebody.
    async fn reserve(&self, item: &str, place: &str, quantity: i64) -> String {
        id_of(&reserve(&self.client, item, place, quantity).ok().await, "reservation")
    }

    /// Stocked, reserved and available at a place.
    async fn level(&self, item: &str, place: &str) -> [i64; 3] {
        let path = format!("/admin/inventory-items/{item}/location-levels?location_id={place}");
        let page = self.client.get(&path).ok().await;
        let [level] = page["inventory_levels"].as_array().unwrap().as_slice() else { panic!("{page}") };
        ["stocked_quantity", "reserved_quantity", "available_quantity"].map(|name| level[name].as_i64().unwrap())
    }

    /// Levels, reservations and ledger agree.
    async fn books_agree(&self) {
        // The fixture's own levels keep things for nobody.
        const OURS: &str = "l.inventory_item_id in (select id from inventory_items where sku not like 'ITEM-%')";
        let odd = format!(
            "inventory_levels l where {OURS} and l.reserved_quantity <> coalesce((select sum(r.quantity) from reservation_items r
               where r.organization_id = l.organization_id and r.inventory_item_id = l.inventory_item_id
                 and r.location_id = l.location_id and r.deleted_at is null), 0)"
        );
        assert_eq!(self.shop.count(&odd).await, 0, "what is reserved is the sum of the living reservations");
        let chain =
            "(select e.*, coalesce(lag(stocked_after) over w, 0) as s, coalesce(lag(reserved_after) over w, 0) as r,
               coalesce(lag(incoming_after) over w, 0) as i
             from inventory_ledger e
             window w as (partition by organization_id, inventory_item_id, location_id order by created_at, id)) c";
        let broken =
            format!("{chain} where (stocked_before, reserved_before, incoming_before) is distinct from (s, r, i)");
        assert_eq!(self.shop.count(&broken).await, 0, "each line of the ledger begins where the one before it ended");
        let last = "inventory_levels l
            left join (select distinct on (organization_id, inventory_item_id, location_id) * from inventory_ledger
              order by organization_id, inventory_item_id, location_id, created_at desc, id desc) e
              using (organization_id, inventory_item_id, location_id)
            where (l.stocked_quantity, l.reserved_quantity, l.incoming_quantity)
              is distinct from (e.stocked_after, e.reserved_after, e.incoming_after)";
        assert_eq!(self.shop.count(last).await, 0, "the last line of the ledger is what the level says");
    }
}

fn reserve(client: &Client, item: &str, place: &str, quantity: i64) -> testkit::Request {
    let body = json!({ "inventory_item_id": item, "location_id": place, "quantity": quantity });
    client.post("/admin/reservations", &body)
}

/// What is answered when there is not enough.
fn insufficient(item: &str, place: &str) -> Value {
    let message = format!("Not enough stock available for item {item} at location {place}");
    json!({ "code": "insufficient_inventory", "type": "not_allowed", "message": message })
}
