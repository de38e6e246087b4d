//! `POST /auth/mfa/factors/{id}/verify`

use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use serde_json::json;
use web::{
    ApiError, Kind,
    body::{Body, Fields, FromBody},
};

use super::{challenge::readable, factor};
use crate::{
    Accounts,
    better_auth::{
        cookies::SESSION,
        two_factor::{attempt::Attempt, totp},
    },
    letters,
    medusa::{errors::AuthErrors, person::Person, private},
    store::{sessions, two_factor},
};

pub(super) struct Verify(String);

impl FromBody for Verify {
    fn read(fields: &mut Fields) -> Self {
        Self(fields.required_text("code"))
    }
}

/// Prove an authenticator app with a code.
///
/// From then on it is asked for. A session with a cookie gets a new one; tokens stay good.
#[utoipa::path(
    post,
    path = "/auth/mfa/factors/{id}/verify",
    tag = "Second factors",
    operation_id = "verify_mfa_factor",
    params(("id" = String, Path, description = "The factor's id.", example = "authmfa_01jd6nwvvgfa5sr38y5wx4pq3d")),
    request_body(content = inline(crate::medusa::bodies::FactorCode), example = json!({"code": "123456"})),
    security(("bearer" = []), ("session" = [])),
    responses(
        (status = 200, description = "It is asked for from now on.", body = serde_json::Value, example = json!({"mfa_factor": {"id": "authmfa_01jd6nwvvgfa5sr38y5wx4pq3d", "provider": "totp", "status": "enabled", "metadata": null}})),
        AuthErrors,
    )
)]
pub(super) async fn verify(
    accounts: Accounts,
    person: Person,
    path: Result<Path<String>, PathRejection>,
    Body(Verify(code)): Body<Verify>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let Person { signed_in: me, renews, .. } = super::entitled(&accounts, person)?;
    accounts.count_code_inside(me.user.id).await?;
    let tx = accounts.app.db.begin_system("prove an authenticator app").await?;
    let attempt = Attempt::signed_in(tx, me).await?;
    let mut found = factor::named(attempt.factor.clone(), &id)?;
    if !found.has_app() {
        return Err(ApiError::not_allowed("This factor is a code by mail, and needs no proof"));
    }
    if !readable(totp::is_right(&accounts, &attempt, &found, &code).await?)? {
        attempt.count_wrong().await?;
        return Err(ApiError::new(Kind::Unauthorized, "Invalid code"));
    }
    let was_proven = found.verified;
    two_factor::prove_app(&attempt.tx, attempt.user.id).await?;
    found.verified = true;
    if attempt.user.two_factor_enabled {
        let user = attempt.user.clone();
        if !was_proven {
            letters::app_added(&attempt.tx, &user).await?;
        }
        attempt.tx.commit().await?;
        return Ok(private::answer(json!({ "mfa_factor": factor::told(&found, &user, "enabled") }), []));
    }
    let (session, token, user) = attempt.switch().await?;
    let age = session.remember.then(|| sessions::LIFE.num_seconds());
    let cookie = accounts.cookies.set(SESSION, &accounts.signer.cookie_value(&token), age);
    let body = json!({ "mfa_factor": factor::told(&found, &user, "enabled") });
    Ok(private::answer(body, renews.then_some(cookie)))
}
