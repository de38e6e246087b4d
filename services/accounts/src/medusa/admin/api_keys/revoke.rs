//! `POST /admin/api-keys/{id}/revoke`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use chrono::Duration;
use web::{
    AdminErrors, ApiError, SelectQuery,
    body::{Body, Fields, FromBody},
    query::Query,
};

use super::super::resource::{self, SelectParams};
use crate::{
    Accounts,
    store::admin::keys::{self, Key},
};

pub(super) struct Input {
    seconds: Option<i64>,
}

/// A key that is to hold longer is not to be revoked yet.
const YEAR: i64 = 366 * 24 * 60 * 60;

impl FromBody for Input {
    fn read(fields: &mut Fields) -> Self {
        Self { seconds: fields.integer("revoke_in", 0, YEAR) }
    }
}

/// End a key, now or (a secret one) in so many seconds.
#[utoipa::path(
    post,
    path = "/admin/api-keys/{id}/revoke",
    tag = "Admin: API keys",
    operation_id = "admin_revoke_api_key",
    params(
        ("id" = String, Path, description = "The key's id.", example = "apk_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::RevokeBody), description = "In how many seconds, if not now.", example = json!({"revoke_in": 3600})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("api_key:write"))),
    responses(
        (status = 200, description = "The key.", body = serde_json::Value, example = json!({"api_key": {"id": "apk_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Importer", "type": "secret", "redacted": "sk_1a2***9f0", "scopes": ["product:write"], "revoked_at": "2026-11-21T10:00:00.000Z"}})),
        AdminErrors,
    )
)]
pub(super) async fn revoke(
    accounts: Accounts,
    staff: May<needs::ApiKeyWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Input { seconds }): Body<Input>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Key>(fields.as_deref())?;
    let key = resource::key::<Key>(&id)?;
    let tx = resource::as_kontor(&accounts, &staff, "revoke a key").await?;
    let state = keys::lock(&tx, key).await?.ok_or_else(|| resource::missing::<Key>(&id))?;
    match seconds.filter(|seconds| *seconds > 0) {
        None => keys::revoke(&tx, key, resource::author(&staff)).await?,
        Some(seconds) if state.is_secret => keys::end_at(&tx, key, tx.now() + Duration::seconds(seconds)).await?,
        // What a process remembers of such a key does not look at the clock.
        Some(_) => return Err(ApiError::not_allowed("A publishable key is revoked at once: leave out revoke_in")),
    }
    let answer = resource::one::<Key>(&tx, key, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
