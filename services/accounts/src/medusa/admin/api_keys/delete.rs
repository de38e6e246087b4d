//! `DELETE /admin/api-keys/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError};

use super::super::resource;
use crate::{
    Accounts,
    store::admin::keys::{self, Key},
};

/// Take a key off the list that was revoked or whose time is over.
#[utoipa::path(
    delete,
    path = "/admin/api-keys/{id}",
    tag = "Admin: API keys",
    operation_id = "admin_delete_api_key",
    params(
        ("id" = String, Path, description = "The key's id.", example = "apk_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("api_key:write"))),
    responses(
        (status = 200, description = "It is gone.", body = serde_json::Value, example = json!({"id": "apk_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "api_key", "deleted": true})),
        AdminErrors,
    )
)]
pub(super) async fn delete(
    accounts: Accounts,
    staff: May<needs::ApiKeyWrite>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = resource::key::<Key>(&id)?;
    let tx = resource::as_kontor(&accounts, &staff, "delete a key").await?;
    let state = keys::lock(&tx, key).await?.ok_or_else(|| resource::missing::<Key>(&id))?;
    if !state.is_over {
        return Err(ApiError::not_allowed(format!("Cannot delete api keys that are not revoked - {id}")));
    }
    keys::delete(&tx, key).await?;
    tx.commit().await?;
    Ok(resource::deleted(&id, "api_key"))
}
