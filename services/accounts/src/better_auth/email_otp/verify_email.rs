//! `POST /email-otp/verify-email`

use axum::extract::State;
use serde_json::json;

use super::codes::{self, Purpose, Use};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::{addresses, users},
};

pub(super) struct Verify {
    email: String,
    otp: String,
}

impl Input for Verify {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { email: body.text("email"), otp: body.text("otp") })
    }
}

/// Proves an address; nobody is signed in by it.
pub(super) async fn verify_email(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Verify>,
) -> Result<Reply, Refusal> {
    let email = codes::address(&input.email)?;
    let subject = (Purpose::ProveEmail, email.as_str());
    let tx = codes::open(&accounts, &caller, "prove an address by a code", subject, &input.otp, Use::Spend).await?;
    let user = users::by_email(&tx, &email).await?.ok_or_else(|| Refusal::bad_request(Code::UserNotFound))?;
    let user = addresses::prove(&tx, user.id, &email).await?.unwrap_or(user);
    tx.commit().await?;
    Reply::json(json!({ "status": true, "token": null, "user": user }))
}
