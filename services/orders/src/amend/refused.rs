//! What the database refuses of a change, in words.

use entity::ids::{OrderLineItemId, StockLocationId};
use serde_json::Value;
use uuid::Uuid;
use web::{ApiError, Kind};

/// What to answer.
pub(crate) fn explain(error: db::Error) -> ApiError {
    let db::Error::Constraint { name, extra, .. } = &error else { return error.into() };
    let about: Value = extra.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    match name.as_str() {
        "inventory_insufficient" => ApiError::not_allowed("Some variant does not have the required inventory")
            .with_code("insufficient_inventory"),
        "inventory_not_stocked" => {
            let place = about["location_id"].as_str().and_then(|text| text.parse::<Uuid>().ok()).map(StockLocationId);
            let words = match place {
                Some(place) => format!(
                    "Cannot receive the Return at location {place}: something that comes back is not kept there"
                ),
                None => "Cannot receive the Return without a location: say location_id with POST /admin/returns/{id}"
                    .to_owned(),
            };
            ApiError::invalid_data(words)
        }
        "orders_cards_made" => {
            let item = about["item_id"].as_str().and_then(|text| text.parse::<Uuid>().ok()).map(OrderLineItemId);
            let (item, cards) = (item.map(|id| id.to_string()).unwrap_or_default(), &about["cards"]);
            ApiError::not_allowed(format!(
                "Item {item} is {cards} gift cards: what was paid with them stays bought, and none becomes cheaper"
            ))
        }
        "order_changes_one_open" => {
            ApiError::invalid_data("The order already has an active order change: confirm or cancel it first")
        }
        "promotions_ended" | "promotions_limit" | "campaigns_budget" => {
            let code = about["code"].as_str().unwrap_or("of the order").to_owned();
            ApiError::not_allowed(format!(
                "Promotion {code} does not hold any more, or has reached its limit: remove it"
            ))
        }
        "order_changes_description_check"
        | "order_changes_internal_note_check"
        | "order_change_actions_internal_note_check"
        | "order_return_items_note_check"
        | "order_claim_items_note_check"
        | "order_exchange_items_note_check" => {
            ApiError::invalid_data("Invalid request: A note or description has at most 2000 signs")
        }
        "order_line_items_returned" | "order_line_items_written_off" | "order_return_items_received" => {
            ApiError::new(Kind::Conflict, "The order was changed at the same time. Please try again.")
        }
        _ => error.into(),
    }
}
