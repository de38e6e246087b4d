//! `POST /auth/token/refresh`

use axum::response::Response;
use serde_json::json;
use web::ApiError;

use super::shop;
use crate::{
    Accounts,
    better_auth::transport::Caller,
    medusa::{bearer, errors::AuthErrors, person::Person, private, token::ActorType},
    store::sessions,
};

/// Renew the token.
///
/// The new one names the same session and says what is true now, such as the customer that was made meanwhile. A session
/// that is used lives on, within its limits.
#[utoipa::path(
    post,
    path = "/auth/token/refresh",
    tag = "Auth",
    operation_id = "refresh_token",
    params(("x-publishable-api-key" = Option<String>, Header, description = "The shop; that of the token, if it names one.")),
    security(("bearer" = []), ("session" = [])),
    responses(
        (status = 200, description = "The new token.", body = serde_json::Value, example = json!({"token": "eyJhbGciOiJIUzI1NiJ9.eyJhY3Rvcl9pZCI6ImN1c18wMWpkIn0.c2ln"})),
        AuthErrors,
    )
)]
pub(super) async fn refresh(accounts: Accounts, person: Person, caller: Caller) -> Result<Response, ApiError> {
    let tx = accounts.app.db.begin_system("renew a token").await?;
    let session = person.session();
    if session.remember && session.prolong_at() <= tx.now() {
        sessions::prolong(&tx, session.id).await?;
    }
    let shop = match person.actor {
        ActorType::Customer => Some(shop::find(&tx, &caller.headers, person.organization).await?),
        ActorType::User => person.organization,
    };
    let bearer = bearer::of(&tx, &person.signed_in.user, session.id, person.actor, shop).await?;
    tx.commit().await?;
    Ok(private::answer(json!({ "token": accounts.bearer_token(&bearer)? }), []))
}
