//! `POST /admin/users/{id}/roles`

use auth::{May, needs};
use axum::{
    Json,
    extract::{Path, rejection::PathRejection},
};
use resource::{
    Links,
    admin::{as_kontor, key, missing},
};
use serde_json::Value;
use web::{AdminErrors, ApiError, body::Body};

use super::roles::shown;
use crate::{
    Accounts,
    better_auth::organization::staff::{alone, check_manages, give, take},
    store::admin::people::Person,
};

/// Give somebody roles, and take others from him. Nobody gives more than he has.
#[utoipa::path(
    post,
    path = "/admin/users/{id}/roles",
    tag = "Admin: staff",
    operation_id = "admin_set_roles_of_user",
    params(
        ("id" = String, Path, description = "The person's id.", example = "user_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    request_body(content = inline(Links), description = "Names of roles.", example = json!({"add": ["marketer"], "remove": ["viewer"]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("staff:write"))),
    responses(
        (status = 200, description = "His roles.", body = serde_json::Value, example = json!({"roles": ["editor"], "permissions": ["shop:read", "product:read", "product:write"]})),
        AdminErrors,
    )
)]
pub(super) async fn set_roles(
    accounts: Accounts,
    staff: May<needs::StaffWrite>,
    path: Result<Path<String>, PathRejection>,
    Body(Links { add, remove }): Body<Links>,
) -> Result<Json<Value>, ApiError> {
    let Path(id) = path?;
    let user = key::<Person>(&id)?;
    let tx = as_kontor(&accounts.app, &staff, "change somebody's roles").await?;
    alone(&tx, &staff).await?;
    check_manages(&tx, &staff, user).await?.ok_or_else(|| missing::<Person>(&id))?;
    take(&tx, user, &remove.unwrap_or_default()).await?;
    give(&tx, &staff, user, &add.unwrap_or_default()).await?;
    let answer = shown(&tx, &id, user).await?;
    tx.commit().await?;
    Ok(answer)
}
