//! Better Auth's codes by mail: six digits to sign in, to prove an address, to set a password, to change an address.

mod change_email;
mod check;
mod codes;
pub(super) mod docs;
mod reset_password;
mod send;
mod sign_in;
mod verify_email;

use crate::better_auth::routes::{Routes, post};

pub(super) fn router() -> Routes {
    Routes::new()
        .route("/email-otp/send-verification-otp", post(send::send_verification_otp))
        .route("/email-otp/check-verification-otp", post(check::check_verification_otp))
        .route("/email-otp/verify-email", post(verify_email::verify_email))
        .route("/sign-in/email-otp", post(sign_in::sign_in_email_otp))
        .route("/email-otp/request-password-reset", post(send::request_password_reset))
        .route("/forget-password/email-otp", post(send::request_password_reset))
        .route("/email-otp/reset-password", post(reset_password::reset_password))
        .route("/email-otp/request-email-change", post(change_email::request_email_change))
        .route("/email-otp/change-email", post(change_email::change_email))
}
