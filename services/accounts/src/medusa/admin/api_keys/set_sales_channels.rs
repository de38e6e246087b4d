//! `POST /admin/api-keys/{id}/sales-channels`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, SelectQuery, body::Body, query::Query};

use super::super::resource::{self, Links, SelectParams};
use crate::{
    Accounts,
    store::admin::{
        channels::Channel,
        keys::{self, Key},
    },
};

/// Let a publishable key show sales channels, and others no more.
#[utoipa::path(
    post,
    path = "/admin/api-keys/{id}/sales-channels",
    tag = "Admin: API keys",
    operation_id = "admin_set_sales_channels_of_api_key",
    params(
        ("id" = String, Path, description = "The key's id.", example = "apk_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::LinksBody), description = "Ids of sales channels.", example = json!({"add": ["sc_01jd6nwvvgfa5sr38y5wx4pq3d"], "remove": []})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("api_key:write"))),
    responses(
        (status = 200, description = "The key.", body = serde_json::Value, example = json!({"api_key": {"id": "apk_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Importer", "type": "publishable", "redacted": "sk_1a2***9f0", "scopes": ["product:write"], "revoked_at": null}})),
        AdminErrors,
    )
)]
pub(super) async fn set_sales_channels(
    accounts: Accounts,
    staff: May<needs::ApiKeyWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Links { add, remove }): Body<Links>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Key>(fields.as_deref())?;
    let key = resource::key::<Key>(&id)?;
    let tx = resource::as_kontor(&accounts, &staff, "change the channels of a key").await?;
    let state = keys::lock(&tx, key).await?.ok_or_else(|| resource::missing::<Key>(&id))?;
    if state.is_secret {
        return Err(ApiError::not_allowed("Sales channels can only be associated with publishable API keys"));
    }
    let set = keys::set_channels(&tx, key, &add, &remove).await?;
    set.map_err(resource::unknown::<Channel>)?;
    let answer = resource::one::<Key>(&tx, key, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
