//! `GET /admin/orders/{id}/preview`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Scope;
use resource::admin::respond;
use web::{AdminErrors, ApiError, App};

use crate::{
    admin::deed::{example, key},
    amend,
};

/// Read an order as it will be once the change that is open is confirmed; without one, as it is.
#[utoipa::path(
    get,
    path = "/admin/orders/{id}/preview",
    tag = "Admin: orders",
    operation_id = "admin_preview_order",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses(
        (status = 200, description = "The order.", body = serde_json::Value, example = json!({"order": example()})),
        AdminErrors,
    )
)]
pub(super) async fn preview(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let held = amend::look(&tx, key(&id)?).await?;
    let preview = amend::preview_whole(&tx, &held).await?;
    tx.commit().await?;
    let mut body = b"{\"order\":".to_vec();
    body.extend_from_slice(&preview);
    body.push(b'}');
    Ok(respond(body))
}
