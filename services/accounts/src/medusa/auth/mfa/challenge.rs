//! `POST /auth/mfa/challenges/{id}/verify`

use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use serde_json::json;
use web::{
    ApiError, Kind,
    body::{Body, Fields, FromBody},
};

use super::{OTP, RECOVERY, TOTP, brought, name_of};
use crate::{
    Accounts,
    better_auth::{
        transport::Caller,
        two_factor::{attempt::Attempt, backup_codes, mailed, totp},
    },
    medusa::{auth::shop, bearer, errors::AuthErrors, private, token::ActorType},
    store::{
        codes::{self, Answer},
        two_factor::Factor,
    },
};

pub(super) struct Verify {
    method: Option<&'static str>,
    code: String,
}

impl FromBody for Verify {
    fn read(fields: &mut Fields) -> Self {
        let method = fields.one_of("method", &[TOTP, OTP, RECOVERY[0], RECOVERY[1]]);
        Self { method, code: fields.required_text("code") }
    }
}

/// Give the second factor.
///
/// With the token of the sign-in as the bearer (or, after `POST /auth/session`, its cookie). Each code is good once; after
/// five wrong ones the challenge is over.
#[utoipa::path(
    post,
    path = "/auth/mfa/challenges/{id}/verify",
    tag = "Second factors",
    operation_id = "verify_mfa_challenge",
    params(("id" = String, Path, description = "The challenge's id.", example = "authmfac_q7bO1yB3n0x9")),
    request_body(content = inline(crate::medusa::bodies::ChallengeCode), example = json!({"method": "totp", "code": "123456"})),
    security(("bearer" = []), ("session" = [])),
    responses(
        (status = 200, description = "A session has begun, and this token names it.", body = serde_json::Value, example = json!({"token": "eyJhbGciOiJIUzI1NiJ9.eyJhY3Rvcl9pZCI6ImN1c18wMWpkIn0.c2ln"})),
        AuthErrors,
    )
)]
pub(super) async fn verify_challenge(
    accounts: Accounts,
    caller: Caller,
    path: Result<Path<String>, PathRejection>,
    Body(body): Body<Verify>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let claims = super::claims(&accounts, &caller.headers);
    let secret = brought(&accounts, &caller.headers)
        .filter(|secret| name_of(secret) == id)
        .ok_or_else(ApiError::unauthorized)?;
    let attempt = Attempt::challenged(&accounts, "give a second factor", secret, &caller).await?;
    attempt.refuse_locked()?;
    let method = body.method.unwrap_or(TOTP);
    let attempt = attempt.take_try(&accounts).await?;
    if !is_right(&accounts, &attempt, method, &body.code).await? {
        attempt.count_wrong().await?;
        return Err(ApiError::new(Kind::Unauthorized, "Invalid code"));
    }
    let (tx, passed) = attempt.pass(&accounts, &caller, false).await?;
    let actor = claims.as_ref().map_or(ActorType::Customer, |claims| claims.actor_type);
    let shop = match actor {
        ActorType::Customer => {
            Some(shop::find(&tx, &caller.headers, claims.and_then(|claims| claims.organization_id)).await?)
        }
        ActorType::User => None,
    };
    let bearer = bearer::of(&tx, &passed.user, passed.session.id, actor, shop).await?;
    tx.commit().await?;
    Ok(private::answer(json!({ "token": accounts.bearer_token(&bearer)? }), passed.cookies))
}

async fn is_right(accounts: &Accounts, attempt: &Attempt, method: &str, code: &str) -> Result<bool, ApiError> {
    let app = attempt.factor.as_ref().filter(|factor| Factor::has_proven_app(factor));
    match (method, app) {
        (TOTP, Some(factor)) => readable(totp::is_right(accounts, attempt, factor, code).await?),
        (OTP, None) if attempt.challenge().is_some_and(|challenge| !challenge.by_mail) => {
            let place = attempt.place();
            let hash = accounts.keyed_hash(&place, code);
            Ok(codes::spend(&attempt.tx, &place, &hash, mailed::WRONG_ANSWERS).await? == Answer::Right)
        }
        (TOTP | OTP, _) | (_, None) => Err(ApiError::not_allowed(
            "This challenge does not take the method: mfa_challenge.methods says which it takes",
        )),
        (_, Some(factor)) => readable(backup_codes::spend(accounts, &attempt.tx, attempt.user.id, factor, code).await?),
    }
}

/// What is kept of a second factor may have been sealed with a key that is gone.
pub(super) fn readable(answer: Option<bool>) -> Result<bool, ApiError> {
    answer.ok_or_else(|| {
        ApiError::not_allowed(
            "This second factor cannot be read any more: use another one, or ask whoever runs this server",
        )
    })
}
