//! `POST /admin/fulfillments/{id}/cancel`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::FulfillmentId;
use web::{AdminErrors, ApiError, App, SelectParams, SelectQuery, query::Query};

use super::{RULES, answer, example};
use crate::{fulfilment, order};

/// Take back what was packed and has not left: it is in stock again, and kept for its order.
#[utoipa::path(
    post,
    path = "/admin/fulfillments/{id}/cancel",
    tag = "Admin: fulfillments",
    operation_id = "admin_cancel_fulfillment",
    params(("id" = String, Path, description = "The fulfillment's id.", example = "ful_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "The fulfillment.", body = serde_json::Value, example = json!({"fulfillment": example()})),
        AdminErrors,
    )
)]
pub(super) async fn cancel(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    let selection = RULES.select(fields.as_deref())?;
    let tx = app.db.begin_working(&staff).await?;
    let order = order::hold(&tx, fulfilment::order_of(&tx, &text).await?).await?;
    let found = fulfilment::find(&tx, &order, &text).await?;
    fulfilment::cancel(&tx, &order, &found, None).await?;
    tx.commit().await?;
    answer(&app, &staff, FulfillmentId(found.id()), &selection).await
}
