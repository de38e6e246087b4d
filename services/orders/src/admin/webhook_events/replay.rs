//! `POST /admin/webhook-events/{id}/replay`, `POST /admin/webhook-events/replay`: worked on again, from the bytes that were kept.

use auth::{May, needs};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::admin::{Resource as _, answer, begin, key, respond, select};
use serde_json::json;
use uuid::Uuid;
use web::{AdminErrors, ApiError, App, SelectParams, SelectQuery, body, body::Body, query::Query};

use super::event::WebhookEvent;
use crate::payment::{Desk, work};

/// As many as one call has worked on again; what is left is asked for again.
const MOST: i32 = 1_000;

/// Have an event worked on again, however it ended. One that waits already goes on waiting, and what is known already moves nothing: so it may
/// be asked for as often as anybody likes.
#[utoipa::path(
    post,
    path = "/admin/webhook-events/{id}/replay",
    tag = "Admin: webhook events",
    operation_id = "admin_replay_webhook_event",
    params(("id" = String, Path, description = "The event's id.", example = "whe_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "The event.", body = serde_json::Value, example = json!({"webhook_event": WebhookEvent::example()})), AdminErrors)
)]
pub(super) async fn replay(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Extension(desk): Extension<Desk>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<WebhookEvent>(fields.as_deref())?;
    let key = key::<WebhookEvent>(&id)?;
    let tx = begin::<WebhookEvent>(&app, &staff).await?;
    work::replay(&tx, Some(staff.organization.0), Some(vec![key]), MOST).await?;
    let answer = answer::<WebhookEvent>(&tx, key, &id, &selection).await?;
    tx.commit().await?;
    work::ring(&desk);
    Ok(answer)
}

body! {
    /// Which events are worked on again.
    pub(super) struct Which {
        /// Their ids, at most 1000; all that are dead when nothing is said.
        ids: Option<Vec<String>> = ["whe_01jd6nwvvgfa5sr38y5wx4pq3d"],
    }
}

/// Have all events that were put aside worked on again, or those that are named: 1000 at a time, the longest waiting first.
#[utoipa::path(
    post,
    path = "/admin/webhook-events/replay",
    tag = "Admin: webhook events",
    operation_id = "admin_replay_webhook_events",
    request_body(content = inline(Which), example = json!({})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "How many wait again now.", body = serde_json::Value, example = json!({"replayed": 3})),
        AdminErrors,
    )
)]
pub(super) async fn replay_dead(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Extension(desk): Extension<Desk>,
    Body(Which { ids }): Body<Which>,
) -> Result<Response, ApiError> {
    let ids =
        ids.map(|ids| ids.iter().map(|id| key::<WebhookEvent>(id)).collect::<Result<Vec<Uuid>, _>>()).transpose()?;
    if ids.as_ref().is_some_and(|ids| ids.len() > 1_000) {
        return Err(ApiError::invalid_data("Invalid request: Value for field 'ids' has more than 1000 entries"));
    }
    let tx = begin::<WebhookEvent>(&app, &staff).await?;
    let replayed = work::replay(&tx, Some(staff.organization.0), ids, MOST).await?;
    tx.commit().await?;
    work::ring(&desk);
    Ok(respond(json!({ "replayed": replayed }).to_string().into_bytes()))
}
