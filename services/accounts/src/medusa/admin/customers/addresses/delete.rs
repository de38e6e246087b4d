//! `DELETE /admin/customers/{id}/addresses/{address_id}`

use auth::{May, needs};
use axum::{
    Json,
    extract::{Path, rejection::PathRejection},
};
use serde_json::{Value, json};
use web::{AdminErrors, ApiError, SelectQuery, fields::Plan, query::Query};

use super::super::super::resource::{self, SelectParams};
use crate::{
    Accounts,
    store::admin::{
        self,
        addresses::{self, Address},
        customers::Customer,
    },
};

/// Remove a customer's address.
#[utoipa::path(
    delete,
    path = "/admin/customers/{id}/addresses/{address_id}",
    tag = "Admin: customers",
    operation_id = "admin_delete_customer_address",
    params(
        ("id" = String, Path, description = "The customer's id.", example = "cus_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("address_id" = String, Path, description = "The address's id.", example = "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:write"))),
    responses(
        (status = 200, description = "It is gone.", body = serde_json::Value, example = json!({"id": "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "customer_address", "deleted": true, "parent": {"id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "first_name": "Ann", "last_name": "Lee", "has_account": false}})),
        AdminErrors,
    )
)]
pub(super) async fn delete(
    accounts: Accounts,
    staff: May<needs::CustomerWrite>,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Json<Value>, ApiError> {
    let Path((id, address)) = path?;
    let selection = resource::select::<Customer>(fields.as_deref())?;
    let customer = resource::key::<Customer>(&id)?;
    let key = resource::key::<Address>(&address)?;
    let tx = accounts.app.db.begin(&staff).await?;
    if !addresses::delete(&tx, customer, key).await? {
        return Err(resource::missing::<Address>(&address));
    }
    let parent = admin::one::<Customer>(&tx, customer, &selection).await?;
    tx.commit().await?;
    let parent = parent.ok_or_else(|| resource::missing::<Customer>(&id))?;
    let mut text = Vec::new();
    Plan::<Customer>::new(&selection).write(&parent, &mut text);
    let parent: Value = serde_json::from_slice(&text).map_err(ApiError::internal)?;
    Ok(Json(json!({ "id": address, "object": "customer_address", "deleted": true, "parent": parent })))
}
