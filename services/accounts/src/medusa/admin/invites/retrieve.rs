//! `GET /admin/invites/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, SelectQuery, query::Query};

use super::super::resource::{self, SelectParams};
use crate::{
    Accounts,
    store::admin::{self, invites::Invite},
};

/// Read an invitation.
#[utoipa::path(
    get,
    path = "/admin/invites/{id}",
    tag = "Admin: invites",
    operation_id = "admin_retrieve_invite",
    params(
        ("id" = String, Path, description = "The invitation's id.", example = "inv_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("staff:read"))),
    responses(
        (status = 200, description = "The invitation.", body = serde_json::Value, example = json!({"invite": {"id": "inv_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "bob@example.com", "accepted": false, "roles": ["editor"], "expires_at": "2026-11-23T10:00:00.000Z"}})),
        AdminErrors,
    )
)]
pub(super) async fn retrieve(
    accounts: Accounts,
    staff: May<needs::StaffRead>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Invite>(fields.as_deref())?;
    let invitation = resource::key::<Invite>(&id)?;
    let tx = resource::as_kontor(&accounts, &staff, "show an invitation").await?;
    let found = admin::one::<Invite>(&tx, invitation, &selection).await?;
    tx.commit().await?;
    let found = found.ok_or_else(|| resource::missing::<Invite>(&id))?;
    Ok(resource::shown(&found, &selection))
}
