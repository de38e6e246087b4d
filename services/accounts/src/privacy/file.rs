//! `GET /admin/privacy-requests/{id}/file`: what was told.

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use db::Scope;
use http::{HeaderValue, header};
use secrecy::ExposeSecret;
use uuid::Uuid;
use web::{AdminErrors, ApiError};

use super::{input, requests};
use crate::{Accounts, seal::columns::PRIVACY_FILE};

/// Fetches the file of an export
///
/// All that the shop keeps about a customer, by table.
#[utoipa::path(
    get, path = "/admin/privacy-requests/{id}/file", operation_id = "get_privacy_file", tag = "Privacy",
    params(("id" = String, Path, description = "The request.", example = "privreq_01kahx8y4ze8b9x9mgvjxk3f2d")),
    responses(
        (status = 200, description = "A JSON file, to be saved.", body = serde_json::Value, example = json!({"request": "privreq_01kahx8y4ze8b9x9mgvjxk3f2d", "customer": "cus_01kahx8y4ze8b9x9mgvjxk3f2d", "user": null, "made_at": "2026-11-21T09:30:01.000Z", "kept": {"public.customers": [{"email": "ann@example.com"}]}})),
        AdminErrors,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("privacy:read"))),
)]
pub(super) async fn get_privacy_file(
    accounts: Accounts,
    staff: May<needs::PrivacyRead>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let request = input::request(&id)?;
    let tx = accounts.app.db.begin(Scope::from(&staff)).await?;
    let found = requests::file(&tx, staff.organization.0, request.0, None).await?;
    tx.commit().await?;
    attachment(&accounts, request.0, &id, found)
}

/// The file itself; 404 while there is none, or none any more.
pub(super) fn attachment(
    accounts: &Accounts,
    id: Uuid,
    said: &str,
    sealed: Option<String>,
) -> Result<Response, ApiError> {
    let missing = || ApiError::missing("File of a privacy request", said);
    let place = id.to_string();
    let opened = accounts.unseal(&sealed.ok_or_else(missing)?, &PRIVACY_FILE.of(&place)).map_err(|_| missing())?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"personal-data.json\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, opened.expose_secret().to_owned()).into_response())
}
