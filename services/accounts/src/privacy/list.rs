//! `GET /admin/privacy-requests`: what became of it.

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use db::Scope;
use resource::{Filter, admin::respond};
use serde_json::json;
use web::{AdminErrors, ApiError, Page, query::Query};

use super::{
    input::{self, Listing},
    requests,
};
use crate::Accounts;

/// Lists requests to be told or erased
///
/// The youngest first.
#[utoipa::path(
    get, path = "/admin/privacy-requests", operation_id = "list_privacy_requests", tag = "Privacy",
    params(
        ("limit" = Option<i64>, Query, description = "How many to answer, 1,000 at most."),
        ("offset" = Option<i64>, Query, description = "How many to skip."),
        ("customer_id" = Option<String>, Query, description = "Those about a customer."),
        ("kind" = Option<String>, Query, description = "`export` or `erasure`."),
        ("status" = Option<String>, Query, description = "`pending`, `running`, `done` or `failed`."),
    ),
    responses(
        (status = 200, description = "A page of requests.", body = serde_json::Value, example = json!({"privacy_requests": [{"id": "privreq_01kahx8y4ze8b9x9mgvjxk3f2d", "kind": "export", "customer_id": "cus_01kahx8y4ze8b9x9mgvjxk3f2d", "status": "done", "failure": null, "has_file": true, "expires_at": "2026-11-28T09:30:01.000Z", "finished_at": "2026-11-21T09:30:01.000Z", "created_at": "2026-11-21T09:30:00.000Z", "created_by": "user_01kahx8y4ze8b9x9mgvjxk3f2e"}], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("privacy:read"))),
)]
pub(super) async fn list_privacy_requests(
    accounts: Accounts,
    staff: May<needs::PrivacyRead>,
    Query(Listing { filter, page }): Query<Listing>,
) -> Result<Response, ApiError> {
    let tx = accounts.app.db.begin(Scope::from(&staff)).await?;
    let (found, count) = requests::list(&tx, staff.organization.0, filter, page).await?;
    tx.commit().await?;
    let Page { limit, offset } = page;
    let body = json!({ "privacy_requests": found, "count": count, "offset": offset, "limit": limit });
    Ok(respond(body.to_string().into_bytes()))
}

/// Shows a request to be told or erased
#[utoipa::path(
    get, path = "/admin/privacy-requests/{id}", operation_id = "get_privacy_request", tag = "Privacy",
    params(("id" = String, Path, description = "The request.", example = "privreq_01kahx8y4ze8b9x9mgvjxk3f2d")),
    responses(
        (status = 200, description = "The request.", body = serde_json::Value, example = json!({"privacy_request": {"id": "privreq_01kahx8y4ze8b9x9mgvjxk3f2d", "kind": "export", "customer_id": "cus_01kahx8y4ze8b9x9mgvjxk3f2d", "status": "done", "failure": null, "has_file": true, "expires_at": "2026-11-28T09:30:01.000Z", "finished_at": "2026-11-21T09:30:01.000Z", "created_at": "2026-11-21T09:30:00.000Z", "created_by": "user_01kahx8y4ze8b9x9mgvjxk3f2e"}})),
        AdminErrors,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("privacy:read"))),
)]
pub(super) async fn get_privacy_request(
    accounts: Accounts,
    staff: May<needs::PrivacyRead>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let mut filter = Filter::default();
    filter.and("r.id = ?", input::request(&id)?.0);
    let tx = accounts.app.db.begin(Scope::from(&staff)).await?;
    let (found, _) = requests::list(&tx, staff.organization.0, filter, Page { limit: 1, offset: 0 }).await?;
    tx.commit().await?;
    let found = found.first().ok_or_else(|| ApiError::missing("Privacy request", &id))?;
    Ok(respond(json!({ "privacy_request": found }).to_string().into_bytes()))
}
