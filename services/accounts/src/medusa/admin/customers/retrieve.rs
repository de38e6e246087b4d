//! `GET /admin/customers/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, SelectQuery, query::Query};

use super::super::resource::{self, SelectParams};
use crate::{
    Accounts,
    store::admin::{self, customers::Customer},
};

/// Read a customer.
#[utoipa::path(
    get,
    path = "/admin/customers/{id}",
    tag = "Admin: customers",
    operation_id = "admin_retrieve_customer",
    params(
        ("id" = String, Path, description = "The customer's id.", example = "cus_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:read"))),
    responses(
        (status = 200, description = "The customer.", body = serde_json::Value, example = json!({"customer": {"id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "first_name": "Ann", "last_name": "Lee", "has_account": false}})),
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
    let selection = resource::select::<Customer>(fields.as_deref())?;
    let tx = accounts.app.db.begin(&staff).await?;
    let found = admin::one::<Customer>(&tx, resource::key::<Customer>(&id)?, &selection).await?;
    tx.commit().await?;
    let found = found.ok_or_else(|| resource::missing::<Customer>(&id))?;
    Ok(resource::shown(&found, &selection))
}
