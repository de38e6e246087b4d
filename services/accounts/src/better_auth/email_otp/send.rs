//! `POST /email-otp/send-verification-otp`, `/email-otp/request-password-reset`, `/forget-password/email-otp`

use axum::extract::State;
use http::StatusCode;
use serde_json::json;

use super::codes::{self, Purpose};
use crate::{
    Accounts,
    better_auth::transport::{Call, Caller, Fields, Input, Refusal, Reply},
    store::users,
};

pub(super) struct Send {
    email: String,
    purpose: Purpose,
}

impl Input for Send {
    const SIGNS_IN: bool = true;

    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { email: body.text("email"), purpose: Purpose::read(body) })
    }
}

/// Mails a code.
pub(super) async fn send_verification_otp(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Send>,
) -> Result<Reply, Refusal> {
    let email = codes::address(&input.email)?;
    if input.purpose == Purpose::ChangeEmail {
        return Err(Refusal::message(StatusCode::BAD_REQUEST, "Invalid OTP type"));
    }
    send(&accounts, &caller, &email, input.purpose).await
}

pub(super) struct Forgotten {
    email: String,
}

impl Input for Forgotten {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { email: body.text("email") })
    }
}

/// Mails a code to set a new password with.
pub(super) async fn request_password_reset(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Forgotten>,
) -> Result<Reply, Refusal> {
    send(&accounts, &caller, &codes::address(&input.email)?, Purpose::ForgetPassword).await
}

/// Anybody can sign in by mail; all else is for those who have an account, and the answer does not tell who has.
async fn send(accounts: &Accounts, caller: &Caller, email: &str, purpose: Purpose) -> Result<Reply, Refusal> {
    codes::may_mail(accounts, caller, purpose, email).await?;
    let tx = accounts.app.db.begin_system("mail a code").await?;
    let is_known = users::by_email(&tx, email).await?.is_some();
    let wanted = is_known || purpose == Purpose::SignIn;
    codes::mail(accounts, &tx, purpose, email, email, wanted).await?;
    tx.commit().await?;
    Reply::json(json!({ "success": true }))
}
