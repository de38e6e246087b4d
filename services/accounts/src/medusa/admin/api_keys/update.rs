//! `POST /admin/api-keys/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
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
    title: String,
}

impl FromBody for Input {
    fn read(fields: &mut Fields) -> Self {
        Self { title: fields.required_text("title") }
    }
}

/// Give a key another title.
#[utoipa::path(
    post,
    path = "/admin/api-keys/{id}",
    tag = "Admin: API keys",
    operation_id = "admin_update_api_key",
    params(
        ("id" = String, Path, description = "The key's id.", example = "apk_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::TitleBody), description = "The title.", example = json!({"title": "Importer of the warehouse"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("api_key:write"))),
    responses(
        (status = 200, description = "The key.", body = serde_json::Value, example = json!({"api_key": {"id": "apk_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Importer", "type": "secret", "redacted": "sk_1a2***9f0", "scopes": ["product:write"], "revoked_at": null}})),
        AdminErrors,
    )
)]
pub(super) async fn update(
    accounts: Accounts,
    staff: May<needs::ApiKeyWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Input { title }): Body<Input>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Key>(fields.as_deref())?;
    let key = resource::key::<Key>(&id)?;
    let tx = resource::as_kontor(&accounts, &staff, "rename a key").await?;
    if !keys::rename(&tx, key, &title).await? {
        return Err(resource::missing::<Key>(&id));
    }
    let answer = resource::one::<Key>(&tx, key, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
