//! Second factors, in Medusa's words, on the store of Better Auth's plugin: what is enrolled there is asked for here. A person
//! has one: an authenticator app (`totp`) with recovery codes, or codes by mail (`otp`).

mod challenge;
mod disable;
mod enrol;
mod factor;
mod list;
mod recovery_codes;
mod verify;

use db::Tx;
use http::HeaderMap;
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{ApiError, App};

use crate::{
    Accounts,
    better_auth::{cookies::TWO_FACTOR, fresh::proven, two_factor::mailed},
    door,
    medusa::{
        person::Person,
        token::{Claims, Purpose},
    },
    store::{challenges, users::User},
};

/// An authenticator app.
const TOTP: &str = "totp";
/// A code by mail.
const OTP: &str = "otp";
/// Medusa writes it both ways.
const RECOVERY: [&str; 2] = ["recovery_code", "recovery-code"];

/// The routes.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, enrol::enrol))
        .routes(routes!(disable::disable))
        .routes(routes!(verify::verify))
        .routes(routes!(challenge::verify_challenge))
        .routes(routes!(recovery_codes::generate))
}

/// Who may change his second factor: he himself, who has proven his address and signed in within a day.
fn entitled(accounts: &Accounts, person: Person) -> Result<Person, ApiError> {
    let person = person.himself()?;
    accounts.fresh(&person.signed_in)?;
    proven(&person.signed_in)?;
    Ok(person)
}

/// The challenge of a sign-in, as it is told. Who has codes by mail alone is sent one.
pub(super) async fn challenge(
    accounts: &Accounts,
    tx: &Tx,
    user: &User,
    methods: &[&'static str],
    token: &str,
) -> Result<Value, ApiError> {
    let methods = if methods.contains(&TOTP) {
        vec![TOTP, RECOVERY[0]]
    } else {
        mailed::mail(accounts, tx, &format!("two-factor-code:{}", vault::token::hash(token)), &user.email).await?;
        vec![OTP]
    };
    Ok(json!({
        "id": name_of(token),
        "auth_provider": super::way::EMAILPASS,
        "methods": methods,
        "expires_at": entity::Timestamp(tx.now() + challenges::LIFE),
        "attempts": 0,
        "max_attempts": challenges::ATTEMPTS,
        "completed_at": null,
        "metadata": null,
    }))
}

/// What a challenge is called in paths: it opens nothing.
fn name_of(token: &str) -> String {
    let name: String =
        vault::token::hash(&format!("name of {token}")).chars().filter(char::is_ascii_alphanumeric).collect();
    format!("authmfac_{}", &name[..26.min(name.len())])
}

/// What the token of a sign-in says that owes its second factor.
fn claims(accounts: &Accounts, headers: &HeaderMap) -> Option<Claims> {
    let claims = accounts.bearer_claims(door::bearer(headers)?);
    claims.filter(|claims| matches!(claims.purpose, Some(Purpose::Challenge(_))))
}

/// The secret of the challenge that a caller brings: in a token, or in a cookie.
fn brought(accounts: &Accounts, headers: &HeaderMap) -> Option<String> {
    match claims(accounts, headers).and_then(|claims| claims.purpose) {
        Some(Purpose::Challenge(secret)) => Some(secret),
        _ => accounts.signer.from_cookie(&accounts.cookies.find(headers, TWO_FACTOR)?),
    }
}
