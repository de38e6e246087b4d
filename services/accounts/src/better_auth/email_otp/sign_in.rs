//! `POST /sign-in/email-otp`

use axum::extract::State;
use serde_json::json;

use super::codes::{self, Purpose, Use};
use crate::{
    Accounts,
    better_auth::{
        core::sign_up_email::OWNED,
        mailbox,
        transport::{Call, Fields, Input, Refusal, Reply},
        way_in::Way,
    },
};

pub(super) struct SignIn {
    email: String,
    otp: String,
    name: Option<String>,
    image: Option<String>,
}

impl Input for SignIn {
    const SIGNS_IN: bool = true;

    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let email = body.text("email").to_lowercase();
        let otp = body.text("otp");
        let name = body.optional_text("name");
        let image = body.optional_text("image");
        body.refuse_owned(OWNED)?;
        Ok(Self { email, otp, name, image })
    }
}

/// Signs in whoever reads the mail of an address, with a new account if it has none.
pub(super) async fn sign_in_email_otp(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<SignIn>,
) -> Result<Reply, Refusal> {
    let SignIn { email, otp, name, image } = input;
    let subject = (Purpose::SignIn, email.as_str());
    let tx = codes::open(&accounts, &caller, "sign somebody in by a code", subject, &otp, Use::Spend).await?;
    let (user, _) = mailbox::owner(&tx, &email, name.as_deref().unwrap_or_default(), image.as_deref()).await?;
    let entry = accounts.let_in(&tx, user.id, Way::Mail, true, &caller).await?;
    tx.commit().await?;
    entry.answer(&accounts, |session, user| Reply::json(json!({ "token": session.token, "user": user })))
}
