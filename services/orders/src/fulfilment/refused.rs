//! What the database refuses of fulfilments, in words.

use entity::ids::{InventoryItemId, OrderLineItemId, StockLocationId};
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

/// What to answer.
pub(super) fn explain(error: db::Error) -> ApiError {
    let db::Error::Constraint { name, extra, .. } = &error else { return error.into() };
    let about: Value = extra.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let id = |name: &str| about[name].as_str().and_then(|text| text.parse::<Uuid>().ok());
    let (item, place) = (id("inventory_item_id").map(InventoryItemId), id("location_id").map(StockLocationId));
    match (name.as_str(), item, place) {
        ("fulfillments_not_reserved", ..) => {
            let line = id("line_item_id").map(|id| OrderLineItemId(id).to_string()).unwrap_or_default();
            ApiError::not_allowed(format!("No stock reservation found for item {line}: reserve it first"))
        }
        ("inventory_insufficient", Some(item), Some(place)) => {
            ApiError::not_allowed(format!("Not enough stock available for item {item} at location {place}"))
                .with_code("insufficient_inventory")
        }
        ("inventory_not_stocked", Some(item), Some(place)) => {
            ApiError::not_allowed(format!("Item {item} is not stocked at location {place}"))
        }
        ("order_line_items_returned", ..) => ApiError::not_allowed(
            "Items of the fulfillment were returned, or are about to be: cancel their return first",
        ),
        _ => error.into(),
    }
}
