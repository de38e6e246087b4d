//! `GET /admin/customers/{id}/addresses/{address_id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, SelectQuery, query::Query};

use super::super::super::resource::{self, SelectParams};
use crate::{
    Accounts,
    store::admin::{self, addresses::Address, customers::Customer},
};

/// Read a customer's address.
#[utoipa::path(
    get,
    path = "/admin/customers/{id}/addresses/{address_id}",
    tag = "Admin: customers",
    operation_id = "admin_retrieve_customer_address",
    params(
        ("id" = String, Path, description = "The customer's id.", example = "cus_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("address_id" = String, Path, description = "The address's id.", example = "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:read"))),
    responses(
        (status = 200, description = "The address.", body = serde_json::Value, example = json!({"address": {"id": "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d", "address_1": "1 Quay", "city": "Kiel", "country_code": "de", "is_default_shipping": true}})),
        AdminErrors,
    )
)]
pub(super) async fn retrieve(
    accounts: Accounts,
    staff: May<needs::CustomerRead>,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path((id, address)) = path?;
    let selection = resource::select::<Address>(fields.as_deref())?;
    let customer = resource::key::<Customer>(&id)?;
    let tx = accounts.app.db.begin(&staff).await?;
    let found = admin::one::<Address>(&tx, resource::key::<Address>(&address)?, &selection).await?;
    tx.commit().await?;
    let found = found.filter(|found| found.customer_id.0 == customer);
    let found = found.ok_or_else(|| resource::missing::<Address>(&address))?;
    Ok(resource::shown(&found, &selection))
}
