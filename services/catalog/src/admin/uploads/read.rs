//! `GET /admin/uploads`, `GET|DELETE /admin/uploads/{id}`, `GET /admin/uploads/{id}/content`

use auth::{May, needs};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::{
    admin::{Listing, answer, begin, deleted, key, missing, respond_page, select},
    retire,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{AdminErrors, ApiError, App, ListParams, SelectParams, SelectQuery, query::Query};

use super::{say_base, table::Upload};
use crate::files::{self, Files};

/// List files.
#[utoipa::path(
    get,
    path = "/admin/uploads",
    tag = "Admin: uploads",
    operation_id = "admin_list_uploads",
    params(
        ListParams,
        ("name" = Option<String>, Query, description = "What it was called when it was uploaded.", example = "mug.png"),
        ("mime_type" = Option<String>, Query, description = "What it is.", example = "image/png"),
        ("access" = Option<String>, Query, description = "`public` or `private`.", example = "public"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:read"))),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({"files": [{
            "id": "file_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "mug.png", "mime_type": "image/png", "size": 48_213,
            "url": "https://shop.example.com/media/0193f5e8-0000-7000-8000-000000000001/3d/0193f5e8-0000-7000-8000-00000000003d.png"
        }], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::ProductRead>,
    Extension(files): Extension<Files>,
    Query(listing): Query<Listing<Upload>>,
) -> Result<Response, ApiError> {
    let tx = begin::<Upload>(&app, &staff).await?;
    say_base(&tx, &files).await?;
    let answer = respond_page(&tx, listing).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Read what is known of a file.
#[utoipa::path(
    get,
    path = "/admin/uploads/{id}",
    tag = "Admin: uploads",
    operation_id = "admin_retrieve_upload",
    params(("id" = String, Path, description = "The file's id.", example = "file_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:read"))),
    responses(
        (status = 200, description = "The file.", body = serde_json::Value, example = json!({"file": {
            "id": "file_01jd6nwvvgfa5sr38y5wx4pq3d",
            "url": "https://shop.example.com/media/0193f5e8-0000-7000-8000-000000000001/3d/0193f5e8-0000-7000-8000-00000000003d.png"
        }})),
        AdminErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    staff: May<needs::ProductRead>,
    Extension(files): Extension<Files>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<Upload>(fields.as_deref())?;
    let key = key::<Upload>(&id)?;
    let tx = begin::<Upload>(&app, &staff).await?;
    say_base(&tx, &files).await?;
    let answer = answer::<Upload>(&tx, key, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Delete a file. Pictures of products that show it show nothing then.
#[utoipa::path(
    delete,
    path = "/admin/uploads/{id}",
    tag = "Admin: uploads",
    operation_id = "admin_delete_upload",
    params(("id" = String, Path, description = "The file's id.", example = "file_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 200, description = "It is gone.", body = serde_json::Value, example = json!({"id": "file_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "file", "deleted": true})),
        AdminErrors,
    )
)]
pub(super) async fn delete(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    Extension(files): Extension<Files>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Upload>(&id)?;
    let tx = begin::<Upload>(&app, &staff).await?;
    let lying = lying(&tx, key).await?.ok_or_else(|| missing::<Upload>(&id))?;
    if !retire(&tx, "public.uploads", key).await? {
        return Err(missing::<Upload>(&id));
    }
    tx.commit().await?;
    // What stays for now, because the disk does not answer, is swept: its row says that it is deleted.
    let place = files::place(&lying.access, staff.organization.0, &lying.key);
    if let Err(error) = files.storage.delete(&place).await {
        tracing::warn!(%error, "a deleted file stays until it is swept");
    }
    Ok(deleted(&id, "file"))
}

/// Read the content of a file that only the staff may read.
#[utoipa::path(
    get,
    path = "/admin/uploads/{id}/content",
    tag = "Admin: uploads",
    operation_id = "admin_read_upload",
    params(("id" = String, Path, description = "The file's id.", example = "file_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:read"))),
    responses(
        (status = 200, description = "Its bytes, to be kept as a file.", content_type = "text/csv", body = String, example = "Handle,Title\nmug,Harbour Mug\n"),
        AdminErrors,
    )
)]
pub(super) async fn content(
    State(app): State<App>,
    staff: May<needs::ProductRead>,
    Extension(files): Extension<Files>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Upload>(&id)?;
    let tx = begin::<Upload>(&app, &staff).await?;
    let found = lying(&tx, key).await?.ok_or_else(|| missing::<Upload>(&id))?;
    tx.commit().await?;
    files::content(&files, staff.organization.0, &found.access, &found.key, &found.name).await
}

/// Where one lies.
#[derive(FromQueryResult)]
struct Lying {
    access: String,
    key: String,
    name: String,
}

async fn lying(tx: &db::Tx, id: Uuid) -> db::Result<Option<Lying>> {
    let sql = "select u.access, u.key, u.name from public.uploads u
        where u.organization_id = $1 and u.id = $2 and u.deleted_at is null";
    db::fetch_optional(tx, sql, [tx.organization()?.into(), id.into()]).await
}
