//! `/store/customers/me/privacy…`: what a customer asks of himself.

use auth::Customer;
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use db::Scope;
use resource::{Filter, admin::respond};
use serde_json::json;
use web::{ApiError, Kind as Refused, Page, body::Body};

use super::{
    file::File,
    input, order,
    requests::{self, About},
};
use crate::{Accounts, medusa::errors::CustomerErrors};

/// What an administrator who acts as a customer does not get: the file goes to the customer himself.
fn himself(customer: &Customer) -> Result<(), ApiError> {
    match customer.impersonated_by {
        None => Ok(()),
        Some(_) => Err(ApiError::new(Refused::Forbidden, "This is for the customer himself: end the impersonation")),
    }
}

/// Asks for all that is kept about the customer himself
///
/// A job writes it into a file, which can be fetched for a week.
#[utoipa::path(
    post, path = "/store/customers/me/privacy/export", operation_id = "export_me", tag = "Customers",
    responses(
        (status = 202, description = "It is being done.", body = serde_json::Value, example = json!({"privacy_request": {"id": "privreq_01kahx8y4ze8b9x9mgvjxk3f2d", "kind": "export", "customer_id": "cus_01kahx8y4ze8b9x9mgvjxk3f2d", "status": "pending", "failure": null, "has_file": false, "expires_at": null, "finished_at": null, "created_at": "2026-11-21T09:30:00.000Z", "created_by": "user_01kahx8y4ze8b9x9mgvjxk3f2e"}})),
        CustomerErrors,
    ),
    security(("publishable_key" = [], "session" = []), ("publishable_key" = [], "bearer" = [])),
)]
pub(super) async fn export_me(accounts: Accounts, me: Customer, Body(()): Body<()>) -> Result<Response, ApiError> {
    himself(&me)?;
    let shop = me.organization.0;
    let tx = accounts.app.db.begin(Scope::service(Some(shop))).await?;
    let made = requests::export_once_a_day(&tx, About::customer(me.id.0), me.user.0).await?;
    tx.commit().await?;
    Ok(order::accepted(&made))
}

/// Lists the customer's own requests
#[utoipa::path(
    get, path = "/store/customers/me/privacy-requests", operation_id = "list_my_privacy_requests", tag = "Customers",
    responses(
        (status = 200, description = "The fifty youngest.", body = serde_json::Value, example = json!({"privacy_requests": [], "count": 0, "offset": 0, "limit": 50})),
        CustomerErrors,
    ),
    security(("publishable_key" = [], "session" = []), ("publishable_key" = [], "bearer" = [])),
)]
pub(super) async fn list_my_privacy_requests(accounts: Accounts, me: Customer) -> Result<Response, ApiError> {
    himself(&me)?;
    let shop = me.organization.0;
    let mut filter = Filter::default();
    filter.and("r.customer_id = ?", me.id.0);
    let page = Page { limit: 50, offset: 0 };
    let tx = accounts.app.db.begin(Scope::service(Some(shop))).await?;
    let (found, count) = requests::list(&tx, shop, filter, page).await?;
    tx.commit().await?;
    let body = json!({ "privacy_requests": found, "count": count, "offset": 0, "limit": page.limit });
    Ok(respond(body.to_string().into_bytes()))
}

/// Fetches the file of the customer's own export
#[utoipa::path(
    get, path = "/store/customers/me/privacy-requests/{id}/file", operation_id = "get_my_privacy_file", tag = "Customers",
    params(("id" = String, Path, description = "The request.", example = "privreq_01kahx8y4ze8b9x9mgvjxk3f2d")),
    responses(
        (status = 200, description = "A JSON file, to be saved.", body = serde_json::Value, example = json!({"request": "privreq_01kahx8y4ze8b9x9mgvjxk3f2d", "customer": "cus_01kahx8y4ze8b9x9mgvjxk3f2d", "user": null, "made_at": "2026-11-21T09:30:01.000Z", "kept": {"public.customers": [{"email": "ann@example.com"}]}})),
        CustomerErrors,
    ),
    security(("publishable_key" = [], "session" = []), ("publishable_key" = [], "bearer" = [])),
)]
pub(super) async fn get_my_privacy_file(
    accounts: Accounts,
    me: Customer,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    himself(&me)?;
    let (request, shop) = (input::request(&id)?, me.organization.0);
    let scope = Scope::service(Some(shop));
    let tx = accounts.app.db.begin(scope).await?;
    let pages = requests::file(&tx, shop, request.0, Some(me.id.0)).await?;
    tx.commit().await?;
    File { accounts, scope, shop, request: request.0, said: id }.answer(pages).await
}
