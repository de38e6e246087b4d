//! `POST /admin/products/import`, `POST /admin/products/imports`

use auth::{May, Staff, needs};
use axum::{
    Extension, Json,
    extract::{Request, State},
};
use db::Tx;
use entity::ids::{ExchangeId, UploadId};
use http::StatusCode;
use resource::admin::begin;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use web::{
    AdminErrors, ApiError, App,
    body::{Body, Required, Within},
};

use super::table::Exchange;
use crate::{
    admin::uploads::{MultipartFiles, receive},
    exchange::{Looked, known, look},
    files::{Files, Kind, Received, place},
};

web::body! {
    /// A file that was uploaded before.
    pub(super) struct Uploaded {
        /// The id of the file.
        pub(super) file_key: Required = "file_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it was called.
        pub(super) originalname: Option<String> = "products.csv",
        /// How its name ends.
        pub(super) extension: Option<String> = "csv",
        /// How many bytes it has.
        pub(super) size: Within<0, 1_000_000_000_000> = 48_213,
        /// What it is.
        pub(super) mime_type: Option<String> = "text/csv",
    }
}

/// Begin an import of products with a CSV file of Shopify's columns, or of Medusa's. It is looked at, and imported once it is confirmed.
#[utoipa::path(
    post,
    path = "/admin/products/import",
    tag = "Admin: imports and exports",
    operation_id = "admin_import_products",
    request_body(content_type = "multipart/form-data", description = "A form with the part `file`.", content = String),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 202, description = "What it would do. `transaction_id` is the id of the exchange.", body = serde_json::Value, example = json!({
            "transaction_id": "exch_01jd6nwvvgfa5sr38y5wx4pq3d", "summary": {"toCreate": 12, "toUpdate": 3, "lines": 40, "errors": 0}
        })),
        (status = 413, description = "The file is too large.", body = web::ErrorBody),
        (status = 415, description = "The body is no form.", body = web::ErrorBody),
        AdminErrors,
    )
)]
pub(super) async fn form(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    Extension(files): Extension<Files>,
    request: Request,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let shop = staff.organization.0;
    let received = receive(&files, shop, request, MultipartFiles { field: "file", most: 1 }).await?;
    let done = async {
        let file = received.first().ok_or_else(|| ApiError::internal("a form without a file was taken"))?;
        if file.kind != Kind::Csv {
            return Err(ApiError::invalid_data("Invalid request: Field 'file' must be a CSV file"));
        }
        let looked = look_at(&files, &file.place(shop)).await?;
        let tx = begin::<Exchange>(&app, &staff).await?;
        Received::keep(&tx, &received).await?;
        let answer = write(&tx, file.id, &looked).await?;
        tx.commit().await?;
        Ok(answer)
    };
    match done.await {
        Ok(answer) => Ok((StatusCode::ACCEPTED, Json(answer))),
        Err(error) => {
            Received::forget(&files, shop, &received).await;
            Err(error)
        }
    }
}

/// Begin an import of products with a CSV file that was uploaded before. It is looked at, and imported once it is confirmed.
#[utoipa::path(
    post,
    path = "/admin/products/imports",
    tag = "Admin: imports and exports",
    operation_id = "admin_import_uploaded_products",
    request_body(content = inline(Uploaded), example = json!({"file_key": "file_01jd6nwvvgfa5sr38y5wx4pq3d", "originalname": "products.csv", "extension": "csv", "size": 48_213, "mime_type": "text/csv"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 202, description = "What it would do. `transaction_id` is the id of the exchange.", body = serde_json::Value, example = json!({
            "transaction_id": "exch_01jd6nwvvgfa5sr38y5wx4pq3d", "summary": {"toCreate": 12, "toUpdate": 3, "lines": 40, "errors": 0}
        })),
        AdminErrors,
    )
)]
pub(super) async fn uploaded(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    Extension(files): Extension<Files>,
    Body(Uploaded { file_key: Required(file_key), .. }): Body<Uploaded>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let (id, place) = find(&app, &staff, &file_key).await?;
    let looked = look_at(&files, &place).await?;
    let tx = begin::<Exchange>(&app, &staff).await?;
    let answer = write(&tx, id, &looked).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(answer)))
}

/// Where an uploaded CSV file lies.
async fn find(app: &App, staff: &Staff, text: &str) -> Result<(UploadId, String), ApiError> {
    #[derive(FromQueryResult)]
    struct Row {
        key: String,
    }
    let missing = || ApiError::missing("File", text);
    let id = text.parse::<UploadId>().map_err(|_| missing())?;
    let tx = begin::<Exchange>(app, staff).await?;
    let sql = "select u.key from public.uploads u where u.organization_id = $1 and u.id = $2 and u.deleted_at is null
        and u.access = 'private' and u.mime_type in ('text/csv', 'text/plain')";
    let found: Option<Row> = db::fetch_optional(&tx, sql, [tx.organization()?.into(), id.0.into()]).await?;
    tx.commit().await?;
    let Row { key } = found.ok_or_else(missing)?;
    Ok((id, place("private", staff.organization.0, &key)))
}

async fn look_at(files: &Files, place: &str) -> Result<Looked, ApiError> {
    let reader = files.storage.open(place).await.map_err(|error| match error {
        storage::Error::NotFound => ApiError::not_found("The file is gone: upload it again"),
        other => ApiError::internal(other),
    })?;
    tokio::task::spawn_blocking(move || look(reader)).await.map_err(ApiError::internal)?
}

/// Writes the import down, which waits to be confirmed.
async fn write(tx: &Tx, file: UploadId, looked: &Looked) -> Result<Value, ApiError> {
    let known = known(tx, &looked.handles).await?;
    let id = ExchangeId::new();
    let sql = "insert into public.exchanges (organization_id, id, kind, status, upload_id, total_lines, created_at, updated_at, format)
        values ($1, $2, 'product_import', 'pending', $3, $4, $5, $5, $6)";
    let lines = i64::try_from(looked.lines).unwrap_or(i64::MAX);
    let now = tx.now().into();
    let values = [tx.organization()?.into(), id.0.into(), file.0.into(), lines.into(), now, looked.format.into()];
    db::exec(tx, sql, values).await?;
    let all = looked.handles.len() as u64;
    Ok(json!({
        "transaction_id": id,
        "summary": { "toCreate": all.saturating_sub(known), "toUpdate": known, "lines": looked.lines, "errors": looked.errors }
    }))
}
