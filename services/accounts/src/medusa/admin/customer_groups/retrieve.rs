//! `GET /admin/customer-groups/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, SelectQuery, query::Query};

use super::super::resource::{self, SelectParams};
use crate::{
    Accounts,
    store::admin::{self, groups::Group},
};

/// Read a group of customers.
#[utoipa::path(
    get,
    path = "/admin/customer-groups/{id}",
    tag = "Admin: customer groups",
    operation_id = "admin_retrieve_customer_group",
    params(
        ("id" = String, Path, description = "The group's id.", example = "cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:read"))),
    responses(
        (status = 200, description = "The group.", body = serde_json::Value, example = json!({"customer_group": {"id": "cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "VIP"}})),
        AdminErrors,
    )
)]
pub(super) async fn retrieve(
    accounts: Accounts,
    staff: May<needs::CustomerRead>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Group>(fields.as_deref())?;
    let tx = accounts.app.db.begin(&staff).await?;
    let found = admin::one::<Group>(&tx, resource::key::<Group>(&id)?, &selection).await?;
    tx.commit().await?;
    let found = found.ok_or_else(|| resource::missing::<Group>(&id))?;
    Ok(resource::shown(&found, &selection))
}
