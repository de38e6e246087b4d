//! `GET /admin/search/status`

use auth::{May, needs};
use axum::{Extension, Json, extract::State};
use resource::admin::as_kontor;
use serde_json::{Value, json};
use web::{AdminErrors, ApiError, App};

use crate::search::{Semantics, status as count};

/// Tell how far the search's index is.
///
/// `queued` are changes that wait, `embedded` the documents that have a vector of the present model.
#[utoipa::path(
    get,
    path = "/admin/search/status",
    tag = "Admin: search",
    operation_id = "admin_search_status",
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:read"))),
    responses(
        (status = 200, description = "How far it is.", body = Value, example = json!({"search": {
            "model": "text-embedding-3-small", "dimensions": 1536, "documents": 1200, "embedded": 1180, "queued": 20
        }})),
        AdminErrors,
    )
)]
pub(super) async fn status(
    State(app): State<App>,
    Extension(semantics): Extension<Semantics>,
    staff: May<needs::ProductRead>,
) -> Result<Json<Value>, ApiError> {
    let tx = as_kontor(&app, &staff, "tell how far the search is").await?;
    let counts = count(&tx, &semantics).await?;
    tx.commit().await?;
    let (model, dimensions) = semantics.embedder().map(|embedder| (embedder.model(), embedder.dimensions())).unzip();
    Ok(Json(json!({ "search": {
        "model": model, "dimensions": dimensions, "documents": counts.documents, "embedded": counts.embedded,
        "queued": counts.queued
    } })))
}
