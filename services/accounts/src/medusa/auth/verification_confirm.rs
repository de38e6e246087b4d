//! `POST /auth/verification/confirm`, `POST /auth/{actor_type}/{auth_provider}/verification/confirm`

use axum::response::Response;
use serde_json::{Value, json};
use web::{
    ApiError, Kind,
    body::{Body, Fields, FromBody},
};

use super::way::Way;
use crate::{
    Accounts,
    better_auth::links::Purpose,
    medusa::{errors::AuthErrors, private},
    store::{addresses, users},
};

pub(super) struct ByCode(String);

impl FromBody for ByCode {
    fn read(fields: &mut Fields) -> Self {
        let code = fields.required_text("code");
        fields.one_of("code_provider", &["token"]);
        Self(code)
    }
}

pub(super) struct ByToken(String);

impl FromBody for ByToken {
    fn read(fields: &mut Fields) -> Self {
        Self(fields.required_text("token"))
    }
}

/// Prove an address.
///
/// The code is the `token` of the link in the mail; following the link does the same. Doing it again changes nothing and is
/// no error. Nobody is signed in by it.
#[utoipa::path(
    post,
    path = "/auth/verification/confirm",
    tag = "Auth",
    operation_id = "confirm_verification",
    request_body(content = inline(crate::medusa::bodies::VerificationCode), example = json!({"code": "what the mail's link says as token"})),
    security((), ("bearer" = [])),
    responses(
        (status = 200, description = "The address is proven.", body = serde_json::Value, example = json!({"entity_id": "ann@example.com", "entity_type": "email", "code_provider": "token", "verified_at": "2026-11-21T16:00:00.000Z"})),
        AuthErrors,
    )
)]
pub(super) async fn confirm(accounts: Accounts, Body(ByCode(code)): Body<ByCode>) -> Result<Response, ApiError> {
    Ok(private::answer(prove(&accounts, &code).await?, []))
}

/// Prove an address, by the provider's own path.
///
/// The same as `POST /auth/verification/confirm`, with the code as `token`.
#[utoipa::path(
    post,
    path = "/auth/{actor_type}/{auth_provider}/verification/confirm",
    tag = "Auth",
    operation_id = "confirm_provider_verification",
    params(
        ("actor_type" = String, Path, description = "`customer` or `user`.", example = "customer"),
        ("auth_provider" = String, Path, description = "`emailpass`.", example = "emailpass"),
    ),
    request_body(content = inline(crate::medusa::bodies::VerificationToken), example = json!({"token": "what the mail's link says as token"})),
    security(()),
    responses(
        (status = 200, description = "The address is proven.", body = serde_json::Value, example = json!({"entity_id": "ann@example.com", "entity_type": "email", "code_provider": "token", "verified_at": "2026-11-21T16:00:00.000Z"})),
        AuthErrors,
    )
)]
pub(super) async fn confirm_by_token(
    accounts: Accounts,
    _way: Way,
    Body(ByToken(token)): Body<ByToken>,
) -> Result<Response, ApiError> {
    Ok(private::answer(prove(&accounts, &token).await?, []))
}

async fn prove(accounts: &Accounts, code: &str) -> Result<Value, ApiError> {
    let invalid = || ApiError::new(Kind::Unauthorized, "Invalid or expired verification code");
    let claim =
        accounts.claim(code).ok().filter(|claim| claim.purpose == Purpose::VerifyEmail && claim.update_to.is_none());
    let claim = claim.ok_or_else(invalid)?;
    let tx = accounts.app.db.begin_system("prove somebody's address").await?;
    addresses::prove(&tx, claim.user, &claim.email).await?;
    let user = users::by_id(&tx, claim.user).await?;
    tx.commit().await?;
    let is_proven = user.is_some_and(|user| user.email == claim.email && user.email_verified);
    if !is_proven {
        return Err(invalid());
    }
    Ok(json!({
        "entity_id": claim.email,
        "entity_type": "email",
        "code_provider": "token",
        "verified_at": entity::Timestamp(accounts.app.db.clock().now()),
    }))
}
