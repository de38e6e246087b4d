//! `GET /admin/invites`

use auth::{May, needs};
use axum::response::Response;
use web::{AdminErrors, ApiError, ListParams, query::Query};

use super::super::resource::{self, Listing};
use crate::{Accounts, store::admin::invites::Invite};

/// List invitations that are open or were accepted.
#[utoipa::path(
    get,
    path = "/admin/invites",
    tag = "Admin: invites",
    operation_id = "admin_list_invites",
    params(
        ListParams,
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("email" = Option<Vec<String>>, Query, description = "Addresses, in lower case."),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("staff:read"))),
    responses(
        (status = 200, description = "A page of invitations.", body = serde_json::Value, example = json!({"invites": [{"id": "inv_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "bob@example.com", "accepted": false, "roles": ["editor"], "expires_at": "2026-11-23T10:00:00.000Z"}], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    accounts: Accounts,
    staff: May<needs::StaffRead>,
    Query(listing): Query<Listing<Invite>>,
) -> Result<Response, ApiError> {
    let tx = resource::as_kontor(&accounts, &staff, "list invitations").await?;
    let answer = resource::page(&tx, listing).await?;
    tx.commit().await?;
    Ok(answer)
}
