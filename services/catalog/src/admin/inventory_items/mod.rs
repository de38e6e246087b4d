//! `/admin/inventory-items`

mod adjust;
mod batch;
mod changes;
mod item;
mod ledger;
mod level;
mod levels;
mod list;
mod numbers;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(crate) use item::Item as ExportedItem;
pub(super) use item::{Item, by_id};
pub(super) use level::parsed;
pub(crate) use list::{KEPT_AT, places};
pub(super) use numbers::Whole;

impl Resource for Item {
    type Read = needs::InventoryRead;
    type Write = needs::InventoryWrite;

    const PATH: &'static str = "/admin/inventory-items";
    const TAG: &'static str = "Admin: inventory items";

    fn example() -> Json {
        example()
    }
}

/// As it is answered.
fn example() -> Json {
    json!({
        "id": "iitem_01jd6nwvvgfa5sr38y5wx4pq3d", "sku": "MUG-B", "title": "Harbour mug, blue", "description": null,
        "thumbnail": null, "origin_country": "de", "hs_code": null, "requires_shipping": true, "mid_code": null,
        "material": "stoneware", "unit_of_measure": null, "weight": 350.0, "length": null, "height": null, "width": null,
        "low_stock_threshold": 10, "metadata": null, "reserved_quantity": 3, "stocked_quantity": 100,
        "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null,
        "location_levels": [level::example()]
    })
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Item>::new()
        .retrieve("Read an inventory item, and how much of it lies where.")
        .create("Keep an inventory item, and say how much of it lies where.")
        .update("Change an inventory item.")
        .delete("Keep an inventory item no more, of which nothing is kept for anybody. What lies somewhere is counted no more.")
        .action::<levels::NewAt>("Keep an item at a place where it was not kept before.")
        .router()
        .routes(routes!(list::list))
        .routes(routes!(levels::list))
        .routes(routes!(levels::update, levels::remove))
        .routes(routes!(adjust::adjust))
        .routes(routes!(batch::of_item))
        .routes(routes!(batch::of_items))
        .routes(routes!(ledger::list))
}
