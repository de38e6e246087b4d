//! `DELETE /admin/invites/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError};

use super::{super::resource, of_shop};
use crate::{
    Accounts,
    store::{invitations, organizations},
};

/// Take an invitation back that nobody has accepted.
#[utoipa::path(
    delete,
    path = "/admin/invites/{id}",
    tag = "Admin: invites",
    operation_id = "admin_delete_invite",
    params(
        ("id" = String, Path, description = "The invitation's id.", example = "inv_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("staff:write"))),
    responses(
        (status = 200, description = "It is gone.", body = serde_json::Value, example = json!({"id": "inv_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "invite", "deleted": true})),
        AdminErrors,
    )
)]
pub(super) async fn delete(
    accounts: Accounts,
    staff: May<needs::StaffWrite>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let tx = resource::as_kontor(&accounts, &staff, "take an invitation back").await?;
    organizations::lock(&tx, staff.organization.0).await?;
    let invitation = of_shop(&tx, &id).await?;
    let canceled = invitations::cancel(&tx, &invitation).await?;
    canceled.ok_or_else(|| ApiError::not_allowed("The invitation was accepted: remove the user instead"))?;
    tx.commit().await?;
    Ok(resource::deleted(&id, "invite"))
}
