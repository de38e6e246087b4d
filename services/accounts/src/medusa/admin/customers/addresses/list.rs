//! `GET /admin/customers/{id}/addresses`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, ListParams, query::Query};

use super::super::super::resource::{self, Listing};
use crate::{
    Accounts,
    store::admin::{self, addresses::Address, customers::Customer},
};

/// List a customer's addresses.
#[utoipa::path(
    get,
    path = "/admin/customers/{id}/addresses",
    tag = "Admin: customers",
    operation_id = "admin_list_customer_addresses",
    params(
        ("id" = String, Path, description = "The customer's id.", example = "cus_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ListParams,
        ("company" = Option<Vec<String>>, Query, description = "Exact names."),
        ("city" = Option<Vec<String>>, Query, description = "Exact names."),
        ("country_code" = Option<Vec<String>>, Query, description = "ISO 3166-1 codes of two letters, lower-case."),
        ("province" = Option<Vec<String>>, Query, description = "Exact names."),
        ("postal_code" = Option<Vec<String>>, Query, description = "Exact codes."),
        ("with_deleted" = Option<bool>, Query, description = "Those that were deleted too."),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:read"))),
    responses(
        (status = 200, description = "A page of addresses.", body = serde_json::Value, example = json!({"addresses": [{"id": "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d", "address_1": "1 Quay", "city": "Kiel", "country_code": "de", "is_default_shipping": true}], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    accounts: Accounts,
    staff: May<needs::CustomerRead>,
    path: Result<Path<String>, PathRejection>,
    Query(listing): Query<Listing<Address>>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let customer = resource::key::<Customer>(&id)?;
    let tx = accounts.app.db.begin(&staff).await?;
    let known = admin::one::<Customer>(&tx, customer, &resource::select::<Customer>(Some("id"))?).await?;
    known.ok_or_else(|| resource::missing::<Customer>(&id))?;
    let answer = resource::page(&tx, listing.only("a.customer_id = ?", customer)).await?;
    tx.commit().await?;
    Ok(answer)
}
