//! `/admin/returns`: asked for, confirmed, received, canceled.

pub(super) mod bodies;
mod cancel;
mod receive;
pub(super) mod request;
pub(super) mod row;
mod whole;

use auth::needs;
use axum::response::Response;
use resource::admin::{Resource, Routes};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{ApiError, App, fields::JsonOut};

use super::operations::{Operations, Work, part};
use crate::amend::{self, Held};
pub(crate) use row::{Return, ReturnItem, number};

/// Their names among the kinds of changes.
const REQUEST: &str = "return_request";
const RECEIVE: &str = "return_receive";

impl Resource for Return {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/returns";
    const TAG: &'static str = "Admin: returns";

    fn example() -> Value {
        json!({
            "id": "return_01jd6nwvvgfa5sr38y5wx4pq3d", "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "display_id": 3,
            "order_version": 1, "status": "requested", "location_id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3d", "refund_amount": 14.5,
            "items": [{"id": "retitem_01jd6nwvvgfa5sr38y5wx4pq3d", "item_id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1, "received_quantity": 0}]
        })
    }
}

fn begun() -> Value {
    json!({ "order": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "version": 1}, "return": Return::example() })
}

fn preview() -> Value {
    json!({
        "order_preview": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "version": 1, "total": 41, "return_requested_total": 18},
        "return": Return::example()
    })
}

fn alone() -> Value {
    json!({ "return": Return::example() })
}

fn gone() -> Value {
    json!({ "id": "return_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "return", "deleted": true })
}

/// The order as it would be, and the return.
async fn answer(work: Work, held: &Held, id: Uuid) -> Result<Response, ApiError> {
    let preview = amend::preview(held)?;
    answer_with(work, preview, id).await
}

async fn answer_with(work: Work, preview: JsonOut, id: Uuid) -> Result<Response, ApiError> {
    let back = part::<Return>(&work, id).await?;
    work.done(&[("order_preview", &preview), ("return", &back)]).await
}

pub(super) fn router() -> OpenApiRouter<App> {
    let reads = Routes::<Return>::new().list("List returns.").retrieve("Read a return.").router();
    let operations = Operations::new(Return::PATH, Return::TAG, "of a return", begun)
        .post("", "create_return", "Begin a return.", whole::begin)
        .answering(preview)
        .post("/{id}", "update_return", "Change what is said of a return.", whole::update)
        .post("/{id}/request-items", "add_return_items", "Ask for things to come back.", request::add)
        .post(
            "/{id}/request-items/{action_id}",
            "update_return_item",
            "Ask for more or fewer to come back.",
            request::change,
        )
        .delete(
            "/{id}/request-items/{action_id}",
            "delete_return_item",
            "Do not ask for it to come back after all.",
            request::undo,
        )
        .post("/{id}/shipping-method", "add_return_shipping", "Say how things come back.", request::add_way)
        .post(
            "/{id}/shipping-method/{action_id}",
            "update_return_shipping",
            "Say what the way back costs.",
            request::change_way,
        )
        .delete(
            "/{id}/shipping-method/{action_id}",
            "delete_return_shipping",
            "Let it come back another way.",
            request::undo_way,
        )
        .post("/{id}/request", "confirm_return_request", "Confirm that things come back.", request::confirm)
        .post(
            "/{id}/receive-items",
            "receive_return_items",
            "Say what has come back and can be sold again.",
            receive::add,
        )
        .post(
            "/{id}/receive-items/{action_id}",
            "update_received_item",
            "Say how many have come back.",
            receive::change,
        )
        .delete(
            "/{id}/receive-items/{action_id}",
            "delete_received_item",
            "It has not come back after all.",
            receive::undo,
        )
        .post("/{id}/dismiss-items", "dismiss_return_items", "Say what has come back damaged.", receive::add_damaged)
        .post(
            "/{id}/dismiss-items/{action_id}",
            "update_dismissed_item",
            "Say how many have come back damaged.",
            receive::change,
        )
        .delete(
            "/{id}/dismiss-items/{action_id}",
            "delete_dismissed_item",
            "It is not damaged after all.",
            receive::undo,
        )
        .post("/{id}/receive/confirm", "confirm_return_receive", "Confirm what has come back.", receive::confirm)
        .answering(begun)
        .post("/{id}/receive", "begin_return_receive", "Begin to receive what comes back.", receive::begin)
        .answering(alone)
        .post("/{id}/cancel", "cancel_return", "Cancel a return of which nothing has come back.", cancel::cancel)
        .answering(gone)
        .delete("/{id}/request", "delete_return_request", "Take a return back that was not confirmed.", cancel::request)
        .delete("/{id}/receive", "delete_return_receive", "Stop receiving; nothing of it has come.", cancel::receive)
        .router();
    reads.merge(operations)
}
