//! `GET /admin/api-keys`

use auth::{May, needs};
use axum::response::Response;
use web::{AdminErrors, ApiError, ListParams, query::Query};

use super::super::resource::{self, Listing};
use crate::{Accounts, store::admin::keys::Key};

/// List the shop's keys, never their text.
#[utoipa::path(
    get,
    path = "/admin/api-keys",
    tag = "Admin: API keys",
    operation_id = "admin_list_api_keys",
    params(
        ListParams,
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("title" = Option<Vec<String>>, Query, description = "Exact titles."),
        ("type" = Option<Vec<String>>, Query, description = "`publishable`, `secret`."),
        ("token" = Option<String>, Query, description = "The whole text of a key."),
        ("with_deleted" = Option<bool>, Query, description = "Those that were deleted too."),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("api_key:read"))),
    responses(
        (status = 200, description = "A page of keys.", body = serde_json::Value, example = json!({"api_keys": [{"id": "apk_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Importer", "type": "secret", "redacted": "sk_1a2***9f0", "scopes": ["product:write"], "revoked_at": null}], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    accounts: Accounts,
    staff: May<needs::ApiKeyRead>,
    Query(listing): Query<Listing<Key>>,
) -> Result<Response, ApiError> {
    let tx = resource::as_kontor(&accounts, &staff, "list keys").await?;
    let answer = resource::page(&tx, listing).await?;
    tx.commit().await?;
    Ok(answer)
}
