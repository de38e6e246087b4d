//! `POST /admin/customers/{id}/privacy/…`: asking for it.

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use db::Scope;
use http::StatusCode;
use resource::admin::respond;
use serde_json::json;
use web::{AdminErrors, ApiError, body::Body};

use super::{
    input::{self, Confirmation},
    requests::{self, About, Kind, PrivacyRequest},
};
use crate::Accounts;

/// Asks for all that is kept about a customer
///
/// A job writes it into a file, which can be fetched for a week. It holds what this shop keeps about the customer, and not
/// what belongs to the person behind him.
#[utoipa::path(
    post, path = "/admin/customers/{id}/privacy/export", operation_id = "export_customer", tag = "Privacy",
    params(("id" = String, Path, description = "The customer.", example = "cus_01kahx8y4ze8b9x9mgvjxk3f2d")),
    responses(
        (status = 202, description = "It is being done.", body = serde_json::Value, example = json!({"privacy_request": {"id": "privreq_01kahx8y4ze8b9x9mgvjxk3f2d", "kind": "export", "customer_id": "cus_01kahx8y4ze8b9x9mgvjxk3f2d", "status": "pending", "failure": null, "has_file": false, "expires_at": null, "finished_at": null, "created_at": "2026-11-21T09:30:00.000Z", "created_by": "user_01kahx8y4ze8b9x9mgvjxk3f2e"}})),
        AdminErrors,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("privacy:read"))),
)]
pub(super) async fn export_customer(
    accounts: Accounts,
    staff: May<needs::PrivacyRead>,
    path: Result<Path<String>, PathRejection>,
    Body(()): Body<()>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let customer = input::customer(&id)?;
    let tx = accounts.app.db.begin(Scope::service(Some(staff.organization.0))).await?;
    let found = requests::address_of(&tx, staff.organization.0, customer.0).await?;
    found.ok_or_else(|| ApiError::missing("Customer", &id))?;
    let by = staff.user().map(|user| user.0);
    let made = requests::create(&tx, Kind::Export, About::customer(customer.0), by).await?;
    tx.commit().await?;
    Ok(accepted(&made))
}

/// Erases a customer
///
/// A job does it, and nothing brings it back: his name, addresses and whatever else is personal go from all tables and logs
/// of this shop. His row stays, empty, so that invoices which the law wants kept still refer to somebody. The person behind
/// him keeps his account.
#[utoipa::path(
    post, path = "/admin/customers/{id}/privacy/erasure", operation_id = "erase_customer", tag = "Privacy",
    params(("id" = String, Path, description = "The customer.", example = "cus_01kahx8y4ze8b9x9mgvjxk3f2d")),
    request_body(content = inline(Confirmation), description = "That it is meant.", example = json!({"confirm": "ann@example.com"})),
    responses(
        (status = 202, description = "It is being done.", body = serde_json::Value, example = json!({"privacy_request": {"id": "privreq_01kahx8y4ze8b9x9mgvjxk3f2d", "kind": "erasure", "customer_id": "cus_01kahx8y4ze8b9x9mgvjxk3f2d", "status": "pending", "failure": null, "has_file": false, "expires_at": null, "finished_at": null, "created_at": "2026-11-21T09:30:00.000Z", "created_by": "user_01kahx8y4ze8b9x9mgvjxk3f2e"}})),
        AdminErrors,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("privacy:write"))),
)]
pub(super) async fn erase_customer(
    accounts: Accounts,
    staff: May<needs::PrivacyWrite>,
    path: Result<Path<String>, PathRejection>,
    Body(confirmation): Body<Confirmation>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let customer = input::customer(&id)?;
    let tx = accounts.app.db.begin(Scope::service(Some(staff.organization.0))).await?;
    let found = requests::address_of(&tx, staff.organization.0, customer.0).await?;
    let email = found.ok_or_else(|| ApiError::missing("Customer", &id))?;
    confirmation.must_name(&[customer.to_string()], email.as_deref())?;
    let by = staff.user().map(|user| user.0);
    let made = requests::create(&tx, Kind::Erasure, About::customer(customer.0), by).await?;
    tx.commit().await?;
    Ok(accepted(&made))
}

/// 202 with the request.
pub(super) fn accepted(made: &PrivacyRequest) -> Response {
    let mut answer = respond(json!({ "privacy_request": made }).to_string().into_bytes());
    *answer.status_mut() = StatusCode::ACCEPTED;
    answer
}
