//! Better Auth's second factor: an authenticator app, codes by mail, backup codes.

pub(crate) mod attempt;
pub(crate) mod backup_codes;
pub(super) mod docs;
mod enrol;
pub(crate) mod mailed;
pub(crate) mod totp;

use secrecy::SecretString;

use super::transport::{Fields, Input, Refusal};
use crate::better_auth::routes::{Routes, post};

pub(super) fn router() -> Routes {
    Routes::new()
        .route("/two-factor/enable", post(enrol::enable))
        .route("/two-factor/disable", post(enrol::disable))
        .route("/two-factor/get-totp-uri", post(totp::get_totp_uri))
        .route("/two-factor/verify-totp", post(totp::verify_totp))
        .route("/two-factor/send-otp", post(mailed::send_otp))
        .route("/two-factor/verify-otp", post(mailed::verify_otp))
        .route("/two-factor/generate-backup-codes", post(backup_codes::generate))
        .route("/two-factor/verify-backup-code", post(backup_codes::verify))
}

/// The caller's password, without which his second factor is not touched.
struct Known {
    password: SecretString,
}

impl Input for Known {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { password: body.text("password").into() })
    }
}

/// A code, of whichever kind.
struct Answer {
    code: String,
    trusts_device: bool,
}

impl Input for Answer {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let code = body.text("code");
        Ok(Self { code, trusts_device: body.optional_boolean("trustDevice").unwrap_or(false) })
    }
}
