//! `GET /admin/documents/{id}/file`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::admin::{begin, key, missing, select};
use web::{AdminErrors, ApiError, App};

use super::document::Document;
use crate::documents;

/// Read a document as PDF: the very bytes that were written, whose SHA-256 the document tells.
#[utoipa::path(
    get,
    path = "/admin/documents/{id}/file",
    tag = "Admin: documents",
    operation_id = "admin_retrieve_document_file",
    params(("id" = String, Path, description = "The document's id.", example = "doc_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses((status = 200, description = "The PDF.", body = Vec<u8>, content_type = "application/pdf", example = json!("%PDF-1.7 …")), AdminErrors)
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Document>(&id)?;
    let tx = begin::<Document>(&app, &staff).await?;
    let about = resource::one::<Document>(&tx, key, &select::<Document>(Some("id,kind,number"))?).await?;
    let (Some(about), Some(file)) = (about, documents::file(&tx, key).await?) else {
        return Err(missing::<Document>(&id));
    };
    tx.commit().await?;
    let name = about.number.map_or_else(|| about.id.to_string(), |number| number.to_string());
    documents::pdf(file, &format!("{}-{name}", about.kind))
}
