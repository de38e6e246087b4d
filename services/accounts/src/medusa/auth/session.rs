//! `POST /auth/session`, `DELETE /auth/session`: the session as a cookie.

use axum::{
    extract::{FromRequestParts, Request},
    response::Response,
};
use serde_json::{Value, json};
use web::ApiError;

use super::shop;
use crate::{
    Accounts,
    better_auth::{
        cookies::{SESSION, TWO_FACTOR},
        transport::Caller,
    },
    door::{self, Credentials},
    medusa::{
        bearer,
        errors::AuthErrors,
        person::Person,
        private,
        token::{ActorType, Purpose},
    },
    store::{challenges, sessions},
};

/// Begin a session with a cookie.
///
/// It is a session of its own beside that of the token, and the same cookie that `/api/auth` sets. A token of a sign-in that
/// still owes its second factor keeps the challenge in a cookie instead.
#[utoipa::path(
    post,
    path = "/auth/session",
    tag = "Auth",
    operation_id = "begin_session",
    security(("bearer" = []), ("session" = [])),
    responses(
        (status = 200, description = "What the token says.", body = serde_json::Value, example = json!({"user": {"actor_id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "actor_type": "customer", "auth_identity_id": "authid_01jd6nwvvgfa5sr38y5wx4pq3d", "auth_provider": "emailpass", "mfa_enabled": false, "app_metadata": {"customer_id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "roles": []}, "user_metadata": {}}})),
        AuthErrors,
    )
)]
pub(super) async fn begin(accounts: Accounts, caller: Caller, request: Request) -> Result<Response, ApiError> {
    let (mut parts, _) = request.into_parts();
    if let Some(claims) = door::bearer(&parts.headers).and_then(|token| accounts.bearer_claims(token)) {
        match &claims.purpose {
            Some(Purpose::Challenge(secret)) => {
                let encoded = accounts.signer.cookie_value(secret);
                let cookie = accounts.cookies.set(TWO_FACTOR, &encoded, Some(challenges::LIFE.num_seconds()));
                let mut said = json!(claims);
                if let Some(said) = said.as_object_mut() {
                    said.remove("purpose");
                }
                return Ok(private::answer(json!({ "user": said }), [cookie]));
            }
            Some(Purpose::Verification) => return Ok(private::answer(json!({ "user": claims }), [])),
            Some(Purpose::Registration) | None => {}
        }
    }
    let person = Person::from_request_parts(&mut parts, &()).await?.himself()?;
    let tx = accounts.app.db.begin_system("begin a session beside another").await?;
    let (session, token) = sessions::begin_beside(&tx, person.session(), caller.origin()).await?;
    let shop = match person.actor {
        ActorType::Customer => Some(shop::find(&tx, &caller.headers, person.organization).await?),
        ActorType::User => person.organization,
    };
    let bearer = bearer::of(&tx, &person.signed_in.user, session.id, person.actor, shop).await?;
    tx.commit().await?;
    let claims: Value = json!(bearer.claims(accounts.app.db.clock().now().timestamp()));
    let age = session.remember.then(|| sessions::LIFE.num_seconds());
    let cookie = accounts.cookies.set(SESSION, &accounts.signer.cookie_value(&token), age);
    Ok(private::answer(json!({ "user": claims }), [cookie]))
}

/// End the session.
///
/// That of the bearer token, else that of the cookie. Without one there is nothing to end, and that is no error.
#[utoipa::path(
    delete,
    path = "/auth/session",
    tag = "Auth",
    operation_id = "end_session",
    security(("bearer" = []), ("session" = [])),
    responses(
        (status = 200, description = "Nobody is signed in any more.", body = serde_json::Value, example = json!({"success": true})),
        AuthErrors,
    )
)]
pub(super) async fn end(accounts: Accounts, request: Request) -> Result<Response, ApiError> {
    let (parts, _) = request.into_parts();
    if let Some(Credentials::Session(session)) = accounts.credentials(&parts)? {
        let tx = accounts.app.db.begin_system("end a session").await?;
        sessions::end_named(&tx, &session).await?;
        tx.commit().await?;
    }
    Ok(private::answer(json!({ "success": true }), accounts.cookies.expire_session()))
}
