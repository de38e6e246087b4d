//! `POST /send-verification-email`

use axum::extract::State;
use serde_json::json;

use super::{sign_up_email::synthetic, verify_email};
use crate::{
    Accounts,
    better_auth::transport::{Call, Caller, Code, Fields, Input, Refusal, Reply},
    letters,
    shares::Mail,
    store::users,
};

pub(super) struct Send {
    email: String,
    callback_url: Option<String>,
}

impl Input for Send {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { email: body.email("email").to_lowercase(), callback_url: body.optional_text("callbackURL") })
    }
}

/// Mails the link once more. A stranger is answered alike for every address.
pub(super) async fn send_verification_email(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Send>,
) -> Result<Reply, Refusal> {
    let Send { email, callback_url } = input;
    if let Some(me) = accounts.session(&caller).await? {
        if me.user.email != email {
            return Err(Refusal::bad_request(Code::EmailMismatch));
        }
        if me.user.email_verified {
            return Err(Refusal::bad_request(Code::EmailAlreadyVerified));
        }
    }
    accounts.share_of_mail(Mail::Proof, None, Some((&caller, &email))).await?;
    mail(&accounts, &caller, &email, callback_url.as_deref()).await?;
    Reply::json(json!({ "status": true }))
}

/// Mails it, if the address is somebody's who has not proven it; the work is the same if not.
pub(crate) async fn mail(
    accounts: &Accounts,
    caller: &Caller,
    email: &str,
    callback_url: Option<&str>,
) -> Result<(), Refusal> {
    accounts.count_mail(caller, "verification", email).await?;
    let tx = accounts.app.db.begin_system("mail a link that proves an address").await?;
    let unproven = users::by_email(&tx, email).await?.filter(|user| !user.email_verified);
    letters::as_if(&tx).await?;
    let is_wanted = unproven.is_some();
    let user = unproven.unwrap_or_else(|| synthetic("You", email, None, tx.now()));
    let link = verify_email::link(accounts, &user, callback_url)?;
    letters::verify_email(&tx, &user, &link).await?;
    letters::settle(&tx, is_wanted).await?;
    Ok(tx.commit().await?)
}
