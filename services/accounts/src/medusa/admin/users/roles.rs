//! `GET /admin/users/{id}/roles`

use auth::{May, needs};
use axum::{
    Json,
    extract::{Path, rejection::PathRejection},
};
use db::Tx;
use resource::admin::{as_kontor, key, missing, select};
use serde_json::{Value, json};
use uuid::Uuid;
use web::{AdminErrors, ApiError};

use crate::{Accounts, better_auth::organization::staff, store::admin::people::Person};

/// Read somebody's roles, and what they allow in all.
#[utoipa::path(
    get,
    path = "/admin/users/{id}/roles",
    tag = "Admin: staff",
    operation_id = "admin_list_roles_of_user",
    params(
        ("id" = String, Path, description = "The person's id.", example = "user_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("staff:read"))),
    responses(
        (status = 200, description = "His roles.", body = serde_json::Value, example = json!({"roles": ["editor"], "permissions": ["shop:read", "product:read", "product:write"]})),
        AdminErrors,
    )
)]
pub(super) async fn roles(
    accounts: Accounts,
    staff: May<needs::StaffRead>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, ApiError> {
    let Path(id) = path?;
    let user = key::<Person>(&id)?;
    let tx = as_kontor(&accounts.app, &staff, "show somebody's roles").await?;
    let answer = shown(&tx, &id, user).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Somebody's roles, and what they allow in all.
pub(super) async fn shown(tx: &Tx, id: &str, user: Uuid) -> Result<Json<Value>, ApiError> {
    let nobody = || missing::<Person>(id);
    let Person { roles, .. } = resource::one(tx, user, &select::<Person>(None)?).await?.ok_or_else(nobody)?;
    let permissions = staff::permissions(tx, user).await?.ok_or_else(nobody)?;
    let permissions: Vec<&str> = permissions.iter().map(auth::Permission::text).collect();
    Ok(Json(json!({ "roles": roles, "permissions": permissions })))
}
