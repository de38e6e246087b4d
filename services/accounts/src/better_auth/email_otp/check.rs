//! `POST /email-otp/check-verification-otp`

use axum::extract::State;
use serde_json::json;

use super::codes::{self, Purpose, Use};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::users,
};

pub(super) struct Check {
    email: String,
    purpose: Purpose,
    otp: String,
}

impl Input for Check {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { email: body.text("email"), purpose: Purpose::read(body), otp: body.text("otp") })
    }
}

/// Whether a code is right; it stays good, and wrong ones count. Who has the right one reads the address's mail and may
/// know whether it has an account.
pub(super) async fn check_verification_otp(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Check>,
) -> Result<Reply, Refusal> {
    let email = codes::address(&input.email)?;
    let tx = codes::open(&accounts, &caller, "look at a code", (input.purpose, &email), &input.otp, Use::Look).await?;
    let user = users::by_email(&tx, &email).await?;
    tx.commit().await?;
    user.ok_or_else(|| Refusal::bad_request(Code::UserNotFound))?;
    Reply::json(json!({ "success": true }))
}
