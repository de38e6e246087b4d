//! `POST /email-otp/reset-password`

use axum::extract::State;
use secrecy::SecretString;
use serde_json::json;

use super::codes::{self, Purpose, Use};
use crate::{
    Accounts,
    better_auth::{
        core::{self, passwords},
        transport::{Call, Code, Fields, Input, Refusal, Reply},
    },
    store::users,
};

pub(super) struct Reset {
    email: String,
    otp: String,
    password: SecretString,
}

impl Input for Reset {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { email: body.text("email"), otp: body.text("otp"), password: body.text("password").into() })
    }
}

/// Sets a new password, once per code, and ends all sessions. The code proves the address too.
pub(super) async fn reset_password(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Reset>,
) -> Result<Reply, Refusal> {
    let Reset { email, otp, password } = input;
    let email = codes::address(&email)?;
    passwords::check(&password)?;
    let subject = (Purpose::ForgetPassword, email.as_str());
    // Hashing is dear, so a code that is wrong is noticed before it.
    codes::open(&accounts, &caller, "look at a code for a new password", subject, &otp, Use::Look)
        .await?
        .commit()
        .await?;
    let hash = passwords::hash(&accounts, password).await?;

    let tx = codes::open(&accounts, &caller, "set a new password by a code", subject, &otp, Use::Spend).await?;
    let user = users::by_email(&tx, &email).await?.ok_or_else(|| Refusal::bad_request(Code::InvalidOtp))?;
    core::reset_password::replace(&tx, user, &hash).await?;
    tx.commit().await?;
    Reply::json(json!({ "success": true }))
}
