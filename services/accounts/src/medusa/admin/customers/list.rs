//! `GET /admin/customers`

use auth::{May, needs};
use axum::response::Response;
use web::{AdminErrors, ApiError, ListParams, query::Query};

use super::super::resource::{self, Listing};
use crate::{Accounts, store::admin::customers::Customer};

/// List customers.
#[utoipa::path(
    get,
    path = "/admin/customers",
    tag = "Admin: customers",
    operation_id = "admin_list_customers",
    params(
        ListParams,
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("email" = Option<Vec<String>>, Query, description = "Addresses, in lower case."),
        ("company_name" = Option<Vec<String>>, Query, description = "Exact names."),
        ("first_name" = Option<Vec<String>>, Query, description = "Exact names."),
        ("last_name" = Option<Vec<String>>, Query, description = "Exact names."),
        ("phone" = Option<Vec<String>>, Query, description = "Exact numbers."),
        ("has_account" = Option<bool>, Query, description = "Whether he signs in."),
        ("groups" = Option<Vec<String>>, Query, description = "Ids of groups, of which he is in one."),
        ("with_deleted" = Option<bool>, Query, description = "Those that were deleted too."),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:read"))),
    responses(
        (status = 200, description = "A page of customers.", body = serde_json::Value, example = json!({"customers": [{"id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "first_name": "Ann", "last_name": "Lee", "has_account": false}], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    accounts: Accounts,
    staff: May<needs::CustomerRead>,
    Query(listing): Query<Listing<Customer>>,
) -> Result<Response, ApiError> {
    let tx = accounts.app.db.begin(&staff).await?;
    let answer = resource::page(&tx, listing).await?;
    tx.commit().await?;
    Ok(answer)
}
