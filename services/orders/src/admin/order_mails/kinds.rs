//! `GET /admin/order-mail-kinds`: which mails there are, what they say by themselves, and which names they know.

use auth::{May, needs};
use axum::response::Response;
use resource::admin::respond;
use serde_json::{Value as Json, json};
use web::{AdminErrors, ApiError};

use crate::mails::KINDS;

/// List the kinds of mails, with the names that each knows and what it says by itself in English.
#[utoipa::path(
    get,
    path = "/admin/order-mail-kinds",
    tag = "Admin: order mails",
    operation_id = "admin_list_order_mail_kinds",
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses(
        (status = 200, description = "All of them.", body = Json, example = json!({"order_mail_kinds": [{
            "kind": "order_canceled", "names": [{"name": "order_number", "example": "#1042"}], "subject": "Your order {{order_number}} was canceled",
            "heading": "Your order was canceled", "body": "{{hello}}\n\n…"
        }]})),
        AdminErrors,
    )
)]
pub(super) async fn list(_: May<needs::OrderRead>) -> Result<Response, ApiError> {
    let kinds: Vec<Json> = KINDS
        .iter()
        .map(|kind| {
            let text = kind.default_text("en");
            let names: Vec<Json> = kind.examples().map(|(name, example)| json!({ "name": name, "example": example })).collect();
            json!({ "kind": kind.name, "names": names, "subject": text.subject, "heading": text.heading, "body": text.body })
        })
        .collect();
    Ok(respond(json!({ "order_mail_kinds": kinds }).to_string().into_bytes()))
}
