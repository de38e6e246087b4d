//! `GET /admin/roles`

use auth::{May, Permission, needs};
use axum::Json;
use resource::admin::as_kontor;
use serde_json::{Value, json};
use web::{AdminErrors, ApiError};

use crate::{
    Accounts,
    better_auth::organization::staff::{self, Role},
};

/// List the roles that every shop has and those of this shop's own, with what they allow.
#[utoipa::path(
    get,
    path = "/admin/roles",
    tag = "Admin: staff",
    operation_id = "admin_list_roles",
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("staff:read"))),
    responses(
        (status = 200, description = "The roles.", body = serde_json::Value, example = json!({"roles": [{"role": "editor", "is_built_in": true, "permissions": ["shop:read", "product:read", "product:write"]}]})),
        AdminErrors,
    )
)]
pub(super) async fn list(accounts: Accounts, staff: May<needs::StaffRead>) -> Result<Json<Value>, ApiError> {
    let tx = as_kontor(&accounts.app, &staff, "list the roles").await?;
    let roles = staff::roles(&tx).await?;
    tx.commit().await?;
    let roles: Vec<Value> = roles
        .into_iter()
        .map(|Role { name, permissions, is_given }| {
            let permissions: Vec<&str> = permissions.iter().map(Permission::text).collect();
            json!({ "role": name, "is_built_in": is_given, "permissions": permissions })
        })
        .collect();
    Ok(Json(json!({ "roles": roles })))
}
