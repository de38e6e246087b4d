//! `/auth/privacy/…`: a whole person, with all that he is in every shop.

use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use db::Scope;
use entity::ids::UserId;
use uuid::Uuid;
use web::{AdminErrors, ApiError, Kind as Refused, body::Body};

use super::{
    file::File,
    input::{self, Confirmation},
    order,
    requests::{self, About, Kind},
};
use crate::{
    Accounts,
    better_auth::admin,
    medusa::person::Person,
    store::{members, sessions::SignedIn, users},
};

const INSTALLATION: Scope = Scope::service(Some(db::INSTALLATION));

/// Who calls, and nobody who acts as him or for a shop: a token of Medusa's kind lies with the shop that it names, which is not
/// told what he is elsewhere.
fn himself(person: Person) -> Result<SignedIn, ApiError> {
    if !person.renews {
        return Err(ApiError::unauthorized());
    }
    Ok(person.himself()?.signed_in)
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
pub(super) async fn export_person(accounts: Accounts, me: Person, Body(()): Body<()>) -> Result<Response, ApiError> {
    let me = himself(me)?.user.id;
    let tx = accounts.app.db.begin(INSTALLATION).await?;
    let made = requests::export_once_a_day(&tx, About::person(me), me).await?;
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
    me: Person,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let me = himself(me)?.user.id;
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
    me: Person,
    path: Result<Path<String>, PathRejection>,
    Body(confirmation): Body<Confirmation>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let me = himself(me)?.user;
    if !admin::may_delete_people(&me) {
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
    let made = requests::create(&tx, Kind::Erasure, About::person(person), Some(me.id)).await?;
    tx.commit().await?;
    Ok(order::accepted(&made))
}
