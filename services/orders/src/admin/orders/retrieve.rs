//! `GET /admin/orders/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery,
    query::{FromParams, Params, Query},
};

use crate::{
    admin::deed::{answer, example, key},
    order,
};

/// What one order is asked for.
pub(super) struct Asked {
    fields: Option<String>,
    version: Option<i64>,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        let version = params.integer("version", 1, i64::from(i32::MAX));
        let SelectQuery { fields } = SelectQuery::read(params);
        Self { fields, version }
    }
}

/// Read an order; as it is, or as it was before a change of it.
#[utoipa::path(
    get,
    path = "/admin/orders/{id}",
    tag = "Admin: orders",
    operation_id = "admin_retrieve_order",
    params(
        ("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("version" = Option<i64>, Query, description = "A version of it; the last one when it is left out.", example = 1),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses(
        (status = 200, description = "The order.", body = serde_json::Value, example = json!({"order": example()})),
        AdminErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    path: Result<Path<String>, PathRejection>,
    Query(Asked { fields, version }): Query<Asked>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = order::staff_rules().select(fields.as_deref())?;
    answer(&app, &staff, key(&id)?, version, &selection).await
}
