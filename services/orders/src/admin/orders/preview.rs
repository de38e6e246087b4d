//! `GET /admin/orders/{id}/preview`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, App};

use crate::{
    admin::deed::{answer, example, key},
    order,
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
    let selection = order::staff_rules().select(Some("+return_requested_total,*order_change,*order_change.actions"))?;
    answer(&app, &staff, key(&id)?, None, &selection).await
}
