//! `GET /admin/data-exchanges/{id}/file`

use auth::{May, needs};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::admin::{begin, key, missing};
use sea_orm::FromQueryResult;
use web::{AdminErrors, ApiError, App};

use super::table::Exchange;
use crate::files::{self, Files};

/// Read the file that an import took, or that an export wrote.
#[utoipa::path(
    get,
    path = "/admin/data-exchanges/{id}/file",
    tag = "Admin: imports and exports",
    operation_id = "admin_read_exchange_file",
    params(("id" = String, Path, description = "The id of the exchange.", example = "exch_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:read"))),
    responses(
        (status = 200, description = "Its bytes, to be kept as a file.", content_type = "text/csv", body = String, example = "Handle,Title\nmug,Harbour Mug\n"),
        AdminErrors,
    )
)]
pub(super) async fn read(
    State(app): State<App>,
    staff: May<needs::ProductRead>,
    Extension(files): Extension<Files>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    #[derive(FromQueryResult)]
    struct Row {
        key: Option<String>,
        name: Option<String>,
    }
    let Path(id) = path?;
    let key = key::<Exchange>(&id)?;
    let tx = begin::<Exchange>(&app, &staff).await?;
    let sql = "select u.key, u.name from public.exchanges e
        left join public.uploads u on u.organization_id = e.organization_id and u.id = e.upload_id and u.deleted_at is null
        where e.organization_id = $1 and e.id = $2";
    let found: Option<Row> = db::fetch_optional(&tx, sql, [tx.organization()?.into(), key.into()]).await?;
    tx.commit().await?;
    let Row { key, name } = found.ok_or_else(|| missing::<Exchange>(&id))?;
    let Some((key, name)) = key.zip(name) else {
        return Err(ApiError::not_found(
            "There is no file: the export is not done yet, its file was deleted, or it tells what is in stock and you may not read that",
        ));
    };
    files::content(&files, staff.organization.0, "private", &key, &name).await
}
