//! `/admin/draft-orders`: orders that the staff writes for somebody. Nothing of one is booked, kept or paid before it is an order.

mod bodies;
mod change;
mod create;
mod items;
mod place;
mod promotions;
mod row;
mod shipping;
mod update;

use auth::needs;
use axum::response::Response;
use resource::admin::{Resource, Routes};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use web::{ApiError, App};

use super::operations::{Operations, Work};
use crate::amend::{self, Held};
pub(crate) use row::DraftOrder;

/// Its name among the kinds of changes.
const EDIT: &str = "edit";

impl Resource for DraftOrder {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/draft-orders";
    const TAG: &'static str = "Admin: draft orders";

    fn example() -> Value {
        json!({
            "id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "display_id": 8, "status": "draft", "is_draft_order": true, "version": 1,
            "currency_code": "eur", "email": "ann@example.com", "total": 24.9,
            "items": [{"id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Harbour Mug", "quantity": 1, "unit_price": 19.9}]
        })
    }
}

fn alone() -> Value {
    json!({ "draft_order": DraftOrder::example() })
}

fn preview() -> Value {
    json!({ "draft_order_preview": {
        "id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "version": 1, "total": 41, "currency_code": "eur",
        "items": [{"id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 2, "actions": [{"id": "ordchact_01jd6nwvvgfa5sr38y5wx4pq3d", "action": "ITEM_UPDATE"}]}],
        "order_change": {"id": "ordch_01jd6nwvvgfa5sr38y5wx4pq3d", "status": "pending"}
    } })
}

fn placed() -> Value {
    json!({ "order": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "display_id": 8, "status": "pending", "total": 24.9} })
}

fn gone() -> Value {
    json!({ "id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "draft-order", "deleted": true })
}

/// The draft of the path, with its edit that is open.
async fn open(work: &Work) -> Result<Held, ApiError> {
    let held = amend::hold(&work.tx, work.id(0), true).await?;
    held.open(EDIT)?;
    Ok(held)
}

/// The draft as it would be.
async fn answer(work: Work, held: &Held) -> Result<Response, ApiError> {
    let order = amend::settled(&work.tx, held, held.applied()?, &[]).await?;
    let preview = amend::preview_of(held, order)?;
    work.done(&[("draft_order_preview", &preview)]).await
}

pub(super) fn router() -> OpenApiRouter<App> {
    let reads = Routes::<DraftOrder>::new().list("List drafts.").retrieve("Read a draft.").router();
    let operations = Operations::new(DraftOrder::PATH, DraftOrder::TAG, "of a draft", alone)
        .post("", "create_draft_order", "Write a draft of an order.", create::create)
        .post("/{id}", "update_draft_order", "Change what is said of a draft.", update::update)
        .answering(gone)
        .delete("/{id}", "delete_draft_order", "Throw a draft away.", update::delete)
        .delete("/{id}/edit", "cancel_draft_order_edit", "Leave a draft as it was.", change::cancel)
        .answering(placed)
        .post("/{id}/convert-to-order", "convert_draft_order", "Make a draft an order.", place::convert)
        .answering(preview)
        .post("/{id}/edit", "begin_draft_order_edit", "Begin to edit a draft.", change::begin)
        .post("/{id}/edit/request", "request_draft_order_edit", "Ask for an edit to be confirmed.", change::request)
        .post(
            "/{id}/edit/confirm",
            "confirm_draft_order_edit",
            "Confirm an edit: the draft is what it says.",
            change::confirm,
        )
        .post("/{id}/edit/items", "add_draft_order_items", "Put things into a draft.", items::add)
        .post(
            "/{id}/edit/items/item/{item_id}",
            "update_draft_order_item",
            "Say how many of a line there are, and at what price.",
            items::update,
        )
        .post(
            "/{id}/edit/items/{action_id}",
            "update_draft_order_action",
            "Change what is done to a line.",
            items::change,
        )
        .delete("/{id}/edit/items/{action_id}", "delete_draft_order_action", "Leave a line as it was.", items::undo)
        .post("/{id}/edit/promotions", "add_draft_order_promotions", "Enter promotion codes.", promotions::add)
        .post("/{id}/edit/shipping-methods", "add_draft_order_shipping", "Say how it is sent.", shipping::add)
        .post(
            "/{id}/edit/shipping-methods/method/{method_id}",
            "update_draft_order_method",
            "Send it another way, or for another price.",
            shipping::update,
        )
        .delete(
            "/{id}/edit/shipping-methods/method/{method_id}",
            "delete_draft_order_method",
            "Do not send it that way.",
            shipping::remove,
        )
        .post(
            "/{id}/edit/shipping-methods/{action_id}",
            "update_draft_order_shipping",
            "Change how it is sent.",
            shipping::change,
        )
        .delete(
            "/{id}/edit/shipping-methods/{action_id}",
            "delete_draft_order_shipping",
            "Do not send it that way after all.",
            shipping::undo,
        )
        .delete_with(
            "/{id}/edit/promotions",
            "remove_draft_order_promotions",
            "Take promotion codes away.",
            promotions::remove,
        )
        .router();
    reads.merge(operations)
}
