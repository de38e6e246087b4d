//! `GET /admin/customer-groups`

use auth::{May, needs};
use axum::response::Response;
use web::{AdminErrors, ApiError, ListParams, query::Query};

use super::super::resource::{self, Listing};
use crate::{Accounts, store::admin::groups::Group};

/// List groups of customers.
#[utoipa::path(
    get,
    path = "/admin/customer-groups",
    tag = "Admin: customer groups",
    operation_id = "admin_list_customer_groups",
    params(
        ListParams,
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("name" = Option<Vec<String>>, Query, description = "Exact names."),
        ("customers" = Option<Vec<String>>, Query, description = "Ids of customers, of whom one is in it."),
        ("with_deleted" = Option<bool>, Query, description = "Those that were deleted too."),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("customer:read"))),
    responses(
        (status = 200, description = "A page of groups.", body = serde_json::Value, example = json!({"customer_groups": [{"id": "cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "VIP"}], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    accounts: Accounts,
    staff: May<needs::CustomerRead>,
    Query(listing): Query<Listing<Group>>,
) -> Result<Response, ApiError> {
    let tx = accounts.app.db.begin(&staff).await?;
    let answer = resource::page(&tx, listing).await?;
    tx.commit().await?;
    Ok(answer)
}
