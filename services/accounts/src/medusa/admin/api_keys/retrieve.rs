//! `GET /admin/api-keys/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, SelectQuery, query::Query};

use super::super::resource::{self, SelectParams};
use crate::{
    Accounts,
    store::admin::{self, keys::Key},
};

/// Read a key, never its text.
#[utoipa::path(
    get,
    path = "/admin/api-keys/{id}",
    tag = "Admin: API keys",
    operation_id = "admin_retrieve_api_key",
    params(
        ("id" = String, Path, description = "The key's id.", example = "apk_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("api_key:read"))),
    responses(
        (status = 200, description = "The key.", body = serde_json::Value, example = json!({"api_key": {"id": "apk_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Importer", "type": "secret", "redacted": "sk_1a2***9f0", "scopes": ["product:write"], "revoked_at": null}})),
        AdminErrors,
    )
)]
pub(super) async fn retrieve(
    accounts: Accounts,
    staff: May<needs::ApiKeyRead>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Key>(fields.as_deref())?;
    let key = resource::key::<Key>(&id)?;
    let tx = resource::as_kontor(&accounts, &staff, "show a key").await?;
    let found = admin::one::<Key>(&tx, key, &selection).await?;
    tx.commit().await?;
    let found = found.ok_or_else(|| resource::missing::<Key>(&id))?;
    Ok(resource::shown(&found, &selection))
}
