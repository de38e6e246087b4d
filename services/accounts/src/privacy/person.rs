//! `/auth/privacy/…`: a whole person, with all that he is in every shop.

use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use chrono::TimeDelta;
use db::Scope;
use entity::ids::UserId;
use http::HeaderMap;
use uuid::Uuid;
use web::{AdminErrors, ApiError, Kind as Refused, body::Body};

use super::{
    file::File,
    input::{self, Confirmation},
    order, pace,
    requests::{self, Kind},
};
use crate::{
    Accounts,
    better_auth::{admin, transport::Caller},
    store::{members, sessions::SignedIn, users},
};

/// As for customers: one file a day.
const EVERY: TimeDelta = TimeDelta::days(1);
const INSTALLATION: Scope = Scope::service(Some(db::INSTALLATION));

/// Who calls, and nobody who acts as him or for a shop.
async fn himself(accounts: &Accounts, headers: HeaderMap) -> Result<SignedIn, ApiError> {
    let unauthorized = || ApiError::new(Refused::Unauthorized, "Unauthorized");
    if accounts.token_in_cookie(&headers) && !accounts.trusted.trusts_page(&headers) {
        let message = "A request with a cookie must come from a page of a trusted origin (header Origin)";
        return Err(ApiError::new(Refused::Forbidden, message).with_code("invalid_origin"));
    }
    let caller = Caller { headers, address: None };
    // A token of Medusa's kind is for the shop that it names: what he is elsewhere is not told to who holds it.
    accounts.token(&caller).ok_or_else(unauthorized)?;
    let me = accounts.session(&caller).await?.ok_or_else(unauthorized)?;
    if me.session.impersonated_by.is_some() {
        return Err(ApiError::new(Refused::Forbidden, "Not while acting as somebody else: end the impersonation"));
    }
    Ok(me)
}

/// Asks for all that is kept about whoever is signed in
///
/// A job writes it into a file, which can be fetched for a week: who he is, how he signs in, what he is in all shops.
#[utoipa::path(
    post, path = "/auth/privacy/export", operation_id = "export_person", tag = "Privacy",
    responses(
        (status = 202, description = "It is being done.", body = serde_json::Value, example = json!({"privacy_request": {"id": "privreq_01kahx8y4ze8b9x9mgvjxk3f2d", "kind": "export", "customer_id": null, "status": "pending", "failure": null, "has_file": false, "expires_at": null, "finished_at": null, "created_at": "2026-11-21T09:30:00.000Z", "created_by": "user_01kahx8y4ze8b9x9mgvjxk3f2e"}})),
        AdminErrors,
    ),
    security(("session" = []), ("bearer" = [])),
)]
pub(super) async fn export_person(
    accounts: Accounts,
    headers: HeaderMap,
    Body(()): Body<()>,
) -> Result<Response, ApiError> {
    let me = himself(&accounts, headers).await?.user.id;
    let tx = accounts.app.db.begin(INSTALLATION).await?;
    let since = tx.now() - EVERY;
    let made = if let Some(made) = requests::recent_export_of(&tx, me, since).await? {
        made
    } else {
        pace::must_not_be_often(&tx, Kind::Export, None, Some(me)).await?;
        requests::of_person(&tx, Kind::Export, me, Some(me)).await?
    };
    tx.commit().await?;
    Ok(order::accepted(&made))
}

/// Fetches the file of one's own export
///
/// 404 until it is written.
#[utoipa::path(
    get, path = "/auth/privacy/requests/{id}/file", operation_id = "get_person_file", tag = "Privacy",
    params(("id" = String, Path, description = "The request.", example = "privreq_01kahx8y4ze8b9x9mgvjxk3f2d")),
    responses(
        (status = 200, description = "A JSON file, to be saved.", body = serde_json::Value, example = json!({"request": "privreq_01kahx8y4ze8b9x9mgvjxk3f2d", "customer": null, "user": "user_01kahx8y4ze8b9x9mgvjxk3f2e", "made_at": "2026-11-21T09:30:01.000Z", "kept": {"auth.user": [{"email": "ann@example.com"}]}})),
        AdminErrors,
    ),
    security(("session" = []), ("bearer" = [])),
)]
pub(super) async fn get_person_file(
    accounts: Accounts,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let me = himself(&accounts, headers).await?.user.id;
    let request = input::request(&id)?;
    let tx = accounts.app.db.begin(INSTALLATION).await?;
    let pages = requests::file_of(&tx, request.0, me).await?;
    tx.commit().await?;
    let shop = db::INSTALLATION;
    File { accounts, scope: INSTALLATION, shop, request: request.0, said: id }.answer(pages).await
}

/// Erases a person
///
/// For administrators of the installation. A job does it, and nothing brings it back: the account goes, and whatever else is
/// personal goes from all tables and logs of all shops. Rows that invoices refer to stay, empty. The only owner of a shop is
/// refused.
#[utoipa::path(
    post, path = "/auth/privacy/people/{id}/erasure", operation_id = "erase_person", tag = "Privacy",
    params(("id" = String, Path, description = "The person: `user_…`, or the id that /api/auth answers.", example = "user_01kahx8y4ze8b9x9mgvjxk3f2e")),
    request_body(content = inline(Confirmation), description = "That it is meant.", example = json!({"confirm": "ann@example.com"})),
    responses(
        (status = 202, description = "It is being done.", body = serde_json::Value, example = json!({"privacy_request": {"id": "privreq_01kahx8y4ze8b9x9mgvjxk3f2d", "kind": "erasure", "customer_id": null, "status": "pending", "failure": null, "has_file": false, "expires_at": null, "finished_at": null, "created_at": "2026-11-21T09:30:00.000Z", "created_by": "user_01kahx8y4ze8b9x9mgvjxk3f2d"}})),
        AdminErrors,
    ),
    security(("session" = []), ("bearer" = [])),
)]
pub(super) async fn erase_person(
    accounts: Accounts,
    headers: HeaderMap,
    path: Result<Path<String>, PathRejection>,
    Body(confirmation): Body<Confirmation>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let me = himself(&accounts, headers).await?.user;
    if !me.email_verified || !admin::may_delete_people(&me.role) {
        return Err(ApiError::new(Refused::Forbidden, "This is for administrators of the installation"));
    }
    let missing = || ApiError::missing("Person", &id);
    let person = id.parse::<UserId>().map(|id| id.0).or_else(|_| id.parse::<Uuid>()).map_err(|_| missing())?;
    if person == me.id {
        return Err(ApiError::not_allowed("Nobody erases himself: another administrator does"));
    }
    let tx = accounts.app.db.begin(INSTALLATION).await?;
    let found = users::by_id(&tx, person).await?.ok_or_else(missing)?;
    confirmation.must_name(&[UserId(person).to_string(), person.to_string()], Some(&found.email))?;
    if members::is_only_owner(&tx, person).await? {
        return Err(ApiError::not_allowed(super::ONLY_OWNER));
    }
    pace::must_not_be_often(&tx, Kind::Erasure, None, Some(person)).await?;
    let made = requests::of_person(&tx, Kind::Erasure, person, Some(me.id)).await?;
    tx.commit().await?;
    Ok(order::accepted(&made))
}
