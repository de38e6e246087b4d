//! Better Auth's core: sign-up, sign-in, sessions, one's own account.

mod change_email;
mod change_password;
mod delete_user;
pub(super) mod docs;
mod error_page;
mod get_session;
mod list_accounts;
mod list_sessions;
mod ok;
pub(crate) mod passwords;
pub(crate) mod request_password_reset;
pub(crate) mod reset_password;
mod revoke_sessions;
pub(crate) mod send_verification_email;
mod sign_in_email;
mod sign_out;
pub(crate) mod sign_up_email;
mod update_session;
mod update_user;
pub(crate) mod verify_email;

use crate::better_auth::routes::{Routes, get, post};

pub(super) fn router() -> Routes {
    Routes::new()
        .route("/ok", get(ok::ok))
        .route("/sign-up/email", post(sign_up_email::sign_up_email))
        .route("/sign-in/email", post(sign_in_email::sign_in_email))
        .route("/sign-out", post(sign_out::sign_out))
        .route("/get-session", get(get_session::get_session).post(get_session::post_session))
        .route("/list-sessions", get(list_sessions::list_sessions))
        .route("/revoke-session", post(revoke_sessions::revoke_session))
        .route("/revoke-sessions", post(revoke_sessions::revoke_sessions))
        .route("/revoke-other-sessions", post(revoke_sessions::revoke_other_sessions))
        .route("/verify-email", get(verify_email::verify_email))
        .route("/send-verification-email", post(send_verification_email::send_verification_email))
        .route("/request-password-reset", post(request_password_reset::request_password_reset))
        .route("/reset-password", post(reset_password::reset_password))
        .route("/reset-password/{token}", get(reset_password::open_reset_link))
        .route("/change-password", post(change_password::change_password))
        .route("/verify-password", post(change_password::verify_password))
        .route("/error", get(error_page::error_page))
        .route("/change-email", post(change_email::change_email))
        .route("/delete-user", post(delete_user::delete_user))
        .route("/delete-user/callback", get(delete_user::follow_link))
        .route("/list-accounts", get(list_accounts::list_accounts))
        .route("/update-session", post(update_session::update_session))
        .route("/update-user", post(update_user::update_user))
}
