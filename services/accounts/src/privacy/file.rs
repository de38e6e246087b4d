//! `GET /admin/privacy-requests/{id}/file`: what was told.

use auth::{May, needs};
use axum::{
    body::Body,
    extract::{Path, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use db::Scope;
use futures_util::{StreamExt, stream};
use http::{HeaderValue, header};
use secrecy::ExposeSecret;
use uuid::Uuid;
use web::{AdminErrors, ApiError};

use super::{input, pages, requests};
use crate::Accounts;

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
    let (scope, shop) = (Scope::from(&staff), staff.organization.0);
    let tx = accounts.app.db.begin(scope).await?;
    let pages = requests::file(&tx, shop, request.0, None).await?;
    tx.commit().await?;
    File { accounts, scope, shop, request: request.0, said: id }.answer(pages).await
}

/// The file of a request, to whom it may be given.
pub(super) struct File {
    pub accounts: Accounts,
    /// In which the pages are read.
    pub scope: Scope,
    pub shop: Uuid,
    pub request: Uuid,
    /// The id as it was asked for.
    pub said: String,
}

impl File {
    /// The file itself, some pages at a time; 404 while there is none, or none any more.
    pub(super) async fn answer(self, pages: Option<i64>) -> Result<Response, ApiError> {
        let missing = || ApiError::missing("File of a privacy request", &self.said);
        let end = pages.and_then(|pages| i32::try_from(pages).ok()).ok_or_else(missing)?;
        let first = match self.part(0).await {
            Ok(Some(first)) => first,
            Ok(None) | Err(Cut::Sealed | Cut::Gone) => return Err(missing()),
            Err(Cut::Database(error)) => return Err(error.into()),
        };
        let rest = stream::try_unfold((self, first.pages), move |(file, at)| async move {
            if at >= end {
                return Ok(None);
            }
            let part = file.part(at).await?.ok_or(Cut::Gone)?;
            Ok::<_, Cut>(Some((part.text, (file, at + part.pages))))
        });
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"personal-data.json\"")),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        let first = stream::once(std::future::ready(Ok(first.text)));
        Ok((headers, Body::from_stream(first.chain(rest))).into_response())
    }

    /// What stands in some pages, in a transaction of their own; none after the last.
    async fn part(&self, nth: i32) -> Result<Option<Part>, Cut> {
        let tx = self.accounts.app.db.begin(self.scope).await?;
        let sealed = pages::read(&tx, self.shop, self.request, nth).await?;
        tx.commit().await?;
        let pages = i32::try_from(sealed.len()).unwrap_or_default();
        if pages == 0 {
            return Ok(None);
        }
        let opened = pages::open(&self.accounts, self.request, nth, &sealed).map_err(|_| Cut::Sealed)?;
        Ok(Some(Part { text: Bytes::from(opened.expose_secret().to_owned()), pages }))
    }
}

struct Part {
    text: Bytes,
    pages: i32,
}

/// Why a file ends before its end; whoever fetches it sees that the connection was cut.
#[derive(Debug, thiserror::Error)]
enum Cut {
    #[error("the database does not answer")]
    Database(#[from] db::Error),
    #[error("a page does not open")]
    Sealed,
    #[error("the file has gone meanwhile")]
    Gone,
}
