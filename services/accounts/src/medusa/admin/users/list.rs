//! `GET /admin/users`

use auth::{May, needs};
use axum::response::Response;
use web::{AdminErrors, ApiError, ListParams, query::Query};

use super::super::resource::{self, Listing};
use crate::{Accounts, store::admin::people::Person};

/// List who works in the shop.
#[utoipa::path(
    get,
    path = "/admin/users",
    tag = "Admin: staff",
    operation_id = "admin_list_users",
    params(
        ListParams,
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("email" = Option<Vec<String>>, Query, description = "Addresses, in lower case."),
        ("first_name" = Option<Vec<String>>, Query, description = "Exact names."),
        ("last_name" = Option<Vec<String>>, Query, description = "Exact names."),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("staff:read"))),
    responses(
        (status = 200, description = "A page of people.", body = serde_json::Value, example = json!({"users": [{"id": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "bob@example.com", "first_name": "Bob", "last_name": "Ray", "roles": ["editor"]}], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    accounts: Accounts,
    staff: May<needs::StaffRead>,
    Query(listing): Query<Listing<Person>>,
) -> Result<Response, ApiError> {
    let tx = resource::as_kontor(&accounts, &staff, "list the staff").await?;
    let answer = resource::page(&tx, listing).await?;
    tx.commit().await?;
    Ok(answer)
}
