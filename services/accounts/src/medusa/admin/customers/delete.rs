//! `DELETE /admin/customers/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError};

use super::super::resource;
use crate::{
    Accounts,
    store::admin::customers::{self, Customer},
};

/// Take a customer off the books; his orders keep what they say of him.
#[utoipa::path(
    delete,
    path = "/admin/customers/{id}",
    tag = "Admin: customers",
    operation_id = "admin_delete_customer",
    params(
        ("id" = String, Path, description = "The customer's id.", example = "cus_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:write"))),
    responses(
        (status = 200, description = "He is gone.", body = serde_json::Value, example = json!({"id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "customer", "deleted": true})),
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
    if !customers::delete(&tx, resource::key::<Customer>(&id)?).await? {
        return Err(resource::missing::<Customer>(&id));
    }
    tx.commit().await?;
    Ok(resource::deleted(&id, "customer"))
}
