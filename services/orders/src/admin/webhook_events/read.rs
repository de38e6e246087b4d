//! `GET /admin/webhook-events/{id}`: one with its body, in which nothing opens anything.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::{
    admin::{Resource as _, begin, key, missing, respond, select, shown},
    one,
};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use web::{AdminErrors, ApiError, App, SelectParams, SelectQuery, query::Query};

use super::event::WebhookEvent;

/// What stands in the place of a secret.
const HIDDEN: &str = "[hidden]";

#[derive(FromQueryResult)]
struct Said {
    body: Vec<u8>,
}

fn example() -> Value {
    let mut example = WebhookEvent::example();
    example["body"] = json!({"id": "evt_1QXw", "object": "event", "type": "payment_intent.succeeded", "data": {"object": {
        "id": "pi_3QXw", "object": "payment_intent", "amount": 4100, "client_secret": HIDDEN
    }}});
    example
}

/// Read what a payment provider told, with its body; what would open something in it is hidden.
#[utoipa::path(
    get,
    path = "/admin/webhook-events/{id}",
    tag = "Admin: webhook events",
    operation_id = "admin_retrieve_webhook_event",
    params(("id" = String, Path, description = "The event's id.", example = "whe_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses((status = 200, description = "The event.", body = Value, example = json!({"webhook_event": example()})), AdminErrors)
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<WebhookEvent>(fields.as_deref())?;
    let key = key::<WebhookEvent>(&id)?;
    let tx = begin::<WebhookEvent>(&app, &staff).await?;
    let found = one::<WebhookEvent>(&tx, key, &selection).await?.ok_or_else(|| missing::<WebhookEvent>(&id))?;
    if fields.is_some() {
        return Ok(shown(&found, &selection));
    }
    // Its own, or one of the installation's, which are those that were found.
    let sql = "select w.body from webhook_events w where w.organization_id in ($3, '00000000-0000-0000-0000-000000000000') and w.id = $1
        and w.created_at = $2";
    let values: [Cell; 3] = [key.into(), found.created_at.0.into(), staff.organization.0.into()];
    let Said { body } = db::fetch_one(&tx, sql, values).await?;
    tx.commit().await?;
    let shown = shown(&found, &selection).into_body();
    let bytes = axum::body::to_bytes(shown, usize::MAX).await.map_err(ApiError::internal)?;
    let mut answer: Value = serde_json::from_slice(&bytes).map_err(ApiError::internal)?;
    // One whose person was forgotten has none any more.
    let mut body: Value = serde_json::from_slice(&body).unwrap_or_default();
    hide(&mut body);
    answer[<WebhookEvent as resource::Table>::ONE]["body"] = body;
    Ok(respond(answer.to_string().into_bytes()))
}

/// Client secrets, tokens and their like: whoever has them pays, or keeps a card, in somebody else's place.
fn hide(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let opens = name.contains("secret") || name.contains("token") || name.contains("password");
                if opens && !field.is_null() && !field.is_boolean() {
                    *field = HIDDEN.into();
                } else {
                    hide(field);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(hide),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{HIDDEN, hide, json};

    #[test]
    fn nothing_opens_anything() {
        let mut body = json!({"data": {"object": {"client_secret": "pi_1_secret_2", "id": "pi_1", "payments": [{"confirmation_secret": {"client_secret": "x"}}],
            "latest_invoice": {"confirmation_secret": null}}}});
        hide(&mut body);
        let object = &body["data"]["object"];
        assert_eq!((&object["client_secret"], &object["id"]), (&json!(HIDDEN), &json!("pi_1")));
        assert_eq!(object["payments"][0]["confirmation_secret"], HIDDEN);
        assert!(object["latest_invoice"]["confirmation_secret"].is_null());
    }
}
