//! `DELETE /admin/customer-groups/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError};

use super::super::resource;
use crate::{
    Accounts,
    store::admin::groups::{self, Group},
};

/// Remove a group; its customers stay.
#[utoipa::path(
    delete,
    path = "/admin/customer-groups/{id}",
    tag = "Admin: customer groups",
    operation_id = "admin_delete_customer_group",
    params(
        ("id" = String, Path, description = "The group's id.", example = "cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:write"))),
    responses(
        (status = 200, description = "It is gone.", body = serde_json::Value, example = json!({"id": "cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "customer_group", "deleted": true})),
        AdminErrors,
    )
)]
pub(super) async fn delete(
    accounts: Accounts,
    staff: May<needs::CustomerWrite>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let tx = accounts.app.db.begin(&staff).await?;
    if !groups::delete(&tx, resource::key::<Group>(&id)?).await? {
        return Err(resource::missing::<Group>(&id));
    }
    tx.commit().await?;
    Ok(resource::deleted(&id, "customer_group"))
}
