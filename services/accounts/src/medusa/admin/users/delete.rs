//! `DELETE /admin/users/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError};

use super::super::resource;
use crate::{
    Accounts,
    better_auth::organization::staff::{check_manages, remove},
    store::{admin::people::Person, organizations},
};

/// End somebody's work in this shop. The person stays, and so does an owner.
#[utoipa::path(
    delete,
    path = "/admin/users/{id}",
    tag = "Admin: staff",
    operation_id = "admin_remove_user",
    params(
        ("id" = String, Path, description = "The person's id.", example = "user_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("staff:write"))),
    responses(
        (status = 200, description = "He works here no more.", body = serde_json::Value, example = json!({"id": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "user", "deleted": true})),
        AdminErrors,
    )
)]
pub(super) async fn delete(
    accounts: Accounts,
    staff: May<needs::StaffWrite>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let user = resource::key::<Person>(&id)?;
    let tx = resource::as_kontor(&accounts, &staff, "remove somebody of the staff").await?;
    organizations::lock(&tx, staff.organization.0).await?;
    check_manages(&tx, &staff, user).await?.ok_or_else(|| resource::missing::<Person>(&id))?;
    remove(&tx, user).await?;
    tx.commit().await?;
    Ok(resource::deleted(&id, "user"))
}
