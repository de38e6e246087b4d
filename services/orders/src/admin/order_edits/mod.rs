//! `/admin/order-edits`: lines and shipping of an order that was placed, changed. The id in the path is the order's.

mod confirm;
mod items;
mod shipping;
mod whole;

use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use web::{ApiError, App};

use super::operations::{Operations, Work};
use crate::amend::{self, Held};
pub(super) use items::{changed, line, set, wrong};
pub(super) use shipping::changed as changed_way;

/// Its name among the kinds of changes.
const EDIT: &str = "edit";

fn preview() -> Value {
    json!({ "order_preview": {
        "id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "version": 1, "total": 41, "currency_code": "eur",
        "items": [{"id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 2, "actions": [{"id": "ordchact_01jd6nwvvgfa5sr38y5wx4pq3d", "action": "ITEM_UPDATE"}]}],
        "order_change": change_example()
    } })
}

fn change_example() -> Value {
    json!({
        "id": "ordch_01jd6nwvvgfa5sr38y5wx4pq3d", "version": 2, "change_type": "edit", "status": "pending",
        "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "actions": []
    })
}

fn begun() -> Value {
    json!({ "order_change": change_example() })
}

fn gone() -> Value {
    json!({ "id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "order-edit", "deleted": true })
}

/// The order of the path, with its edit that is open.
async fn open(work: &Work) -> Result<Held, ApiError> {
    let held = amend::hold(&work.tx, work.id(0), false).await?;
    held.open(EDIT)?;
    Ok(held)
}

/// The order as it would be.
async fn answer(work: Work, held: &Held) -> Result<axum::response::Response, ApiError> {
    let preview = amend::preview(held)?;
    work.done(&[("order_preview", &preview)]).await
}

pub(super) fn router() -> OpenApiRouter<App> {
    Operations::new("/admin/order-edits", "Admin: order edits", "of an order", begun)
        .post("", "create_order_edit", "Begin to edit an order.", whole::begin)
        .answering(gone)
        .delete("/{id}", "delete_order_edit", "Take an edit back that was not confirmed.", whole::cancel)
        .answering(preview)
        .post("/{id}/request", "request_order_edit", "Ask for an edit to be confirmed.", whole::request)
        .post("/{id}/confirm", "confirm_order_edit", "Confirm an edit: the order is what it says.", confirm::confirm)
        .post("/{id}/items", "add_order_edit_items", "Put variants into an order.", items::add)
        .post(
            "/{id}/items/item/{item_id}",
            "update_order_edit_item",
            "Say how many of a line there are, and at what price.",
            items::update,
        )
        .post("/{id}/items/{action_id}", "update_order_edit_action", "Change what is done to a line.", items::change)
        .delete("/{id}/items/{action_id}", "delete_order_edit_action", "Leave a line as it was.", items::undo)
        .post("/{id}/shipping-method", "add_order_edit_shipping", "Send it another way as well.", shipping::add)
        .post(
            "/{id}/shipping-method/{action_id}",
            "update_order_edit_shipping",
            "Change what a way of sending costs.",
            shipping::change,
        )
        .delete(
            "/{id}/shipping-method/{action_id}",
            "delete_order_edit_shipping",
            "Do not send it that way after all.",
            shipping::undo,
        )
        .router()
}
