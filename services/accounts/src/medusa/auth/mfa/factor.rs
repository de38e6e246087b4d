//! A second factor, as it is told.

use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::{OTP, TOTP};
use crate::store::{two_factor::Factor, users::User};

const PREFIX: &str = "authmfa";

/// Its id on the wire.
pub(super) fn id(factor: &Factor) -> String {
    entity::ids::TwoFactorId(factor.id).to_string().replacen(entity::ids::TwoFactorId::PREFIX, PREFIX, 1)
}

/// The key of an id.
fn key(id: &str) -> Option<Uuid> {
    let rest = id.strip_prefix(PREFIX)?;
    let id: entity::ids::TwoFactorId = format!("{}{rest}", entity::ids::TwoFactorId::PREFIX).parse().ok()?;
    Some(id.0)
}

/// The factor, if that is its id; 404 otherwise.
pub(super) fn named(factor: Option<Factor>, id: &str) -> Result<Factor, ApiError> {
    let wanted = key(id);
    let found = factor.filter(|factor| Some(factor.id) == wanted);
    found.ok_or_else(|| ApiError::missing("MFA factor", id))
}

/// What is told of it.
pub(super) fn told(factor: &Factor, user: &User, status: &str) -> Value {
    let provider = if factor.has_app() && (factor.verified || !user.two_factor_enabled) { TOTP } else { OTP };
    json!({
        "id": id(factor),
        "auth_identity_id": entity::ids::UserId(user.id).to_string().replacen(entity::ids::UserId::PREFIX, "authid", 1),
        "provider": provider,
        "status": status,
        "metadata": null,
    })
}

/// Whether it is asked for at the next sign-in.
pub(super) fn status(user: &User) -> &'static str {
    if user.two_factor_enabled { "enabled" } else { "pending" }
}
