//! `POST /two-factor/get-totp-uri`, `/two-factor/verify-totp`: codes of an authenticator app.

use axum::extract::State;
use secrecy::ExposeSecret;
use serde_json::json;
use vault::totp::Secret;
use web::ApiError;

use super::{Answer, Known, attempt::Attempt};
use crate::{
    Accounts,
    better_auth::{
        core::passwords,
        transport::{Call, Code, Refusal, Reply},
    },
    letters,
    seal::columns::TOTP_SECRET,
    store::{
        two_factor::{self, Factor},
        users::User,
    },
};

/// How this server is called in an authenticator app.
pub(crate) const ISSUER: &str = "Kontor";

/// A secret whose key is gone is none that codes could be compared with; other second factors still are.
fn secret_of(accounts: &Accounts, user: &User, factor: &Factor) -> Result<Option<Secret>, ApiError> {
    let opened = accounts.unseal(&factor.secret, &TOTP_SECRET.of(&user.id.to_string())).ok();
    opened.map(Secret::from_stored).transpose().map_err(ApiError::internal)
}

/// Shows the secret once more to who knows the password.
pub(super) async fn get_totp_uri(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Known>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_himself(&caller).await?;
    let tx = accounts.app.db.begin_system("look for an authenticator app").await?;
    let factor = two_factor::find(&tx, me.user.id).await?.filter(Factor::has_app);
    tx.commit().await?;
    let factor = factor.ok_or_else(|| Refusal::bad_request(Code::TotpNotEnabled))?;
    passwords::must_know(&accounts, &caller, &me.user, input.password).await?;
    let secret = secret_of(&accounts, &me.user, &factor)?.ok_or_else(not_configured)?;
    let uri = secret.uri(ISSUER, &me.user.email);
    Reply::json(json!({ "totpURI": uri.expose_secret() }))
}

/// A code of the app completes a sign-in, or proves the app to begin with. Each is good once (RFC 6238, 5.2).
pub(super) async fn verify_totp(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Answer>,
) -> Result<Reply, Refusal> {
    let attempt = Attempt::begin(&accounts, "verify a code of an authenticator app", &caller).await?;
    let is_usable = |factor: &&Factor| factor.has_app() && (factor.verified || attempt.challenge().is_none());
    let factor = attempt.factor.as_ref().filter(is_usable).cloned();
    let factor = factor.ok_or_else(|| Refusal::bad_request(Code::TotpNotEnabled))?;
    attempt.refuse_locked()?;
    let attempt = attempt.take_try(&accounts).await?;

    if !is_right(&accounts, &attempt, &factor, &input.code).await?.ok_or_else(not_configured)? {
        return attempt.wrong(Code::InvalidCode).await;
    }
    if !factor.verified {
        two_factor::prove_app(&attempt.tx, attempt.user.id).await?;
        if !attempt.user.two_factor_enabled {
            return attempt.switch_on(&accounts).await;
        }
        letters::app_added(&attempt.tx, &attempt.user).await?;
    }
    attempt.right(&accounts, &caller, input.trusts_device).await
}

fn not_configured() -> Refusal {
    Refusal::bad_request(Code::TotpNotConfigured)
}

/// Whether this is a code of the app that was not used before. It is used up. `None` when the app's secret does not open.
pub(crate) async fn is_right(
    accounts: &Accounts,
    attempt: &Attempt,
    factor: &Factor,
    code: &str,
) -> Result<Option<bool>, ApiError> {
    let now = u64::try_from(attempt.tx.now().timestamp()).map_err(ApiError::internal)?;
    let Some(secret) = secret_of(accounts, &attempt.user, factor)? else {
        return Ok(None);
    };
    match secret.matching_step(code, now).map(i64::try_from) {
        Some(Ok(step)) => Ok(Some(two_factor::use_step(&attempt.tx, attempt.user.id, step).await?)),
        _ => Ok(Some(false)),
    }
}
