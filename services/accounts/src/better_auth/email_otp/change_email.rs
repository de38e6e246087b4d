//! `POST /email-otp/request-email-change`, `/email-otp/change-email`

use axum::extract::State;
use http::StatusCode;
use serde_json::json;

use super::codes::{self, Purpose, Use};
use crate::{
    Accounts,
    better_auth::{
        fresh::proven,
        transport::{Call, Fields, Input, Refusal, Reply},
    },
    letters,
    store::{addresses, sessions::SignedIn, users},
};

/// What is said without a code of the old address; Better Auth's words, and the remedy.
pub(super) const ASK_FIRST: &str = "OTP is required to verify current email: POST /email-otp/send-verification-otp with your \
    address and the type email-verification mails it";

pub(super) struct Request {
    new_email: String,
    otp: Option<String>,
}

impl Input for Request {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { new_email: body.text("newEmail"), otp: body.optional_text("otp") })
    }
}

/// Mails a code to the new address, unless somebody has it; the answer does not tell. First the owner of the old one agrees, with
/// a code that `/email-otp/send-verification-otp` (type `email-verification`) has mailed there: a session alone moves no account.
pub(super) async fn request_email_change(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Request>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_freshly(&caller).await?;
    proven(&me)?;
    let email = another(&me, &input.new_email)?;
    let old = (Purpose::ProveEmail, me.user.email.as_str());
    let Some(otp) = input.otp.filter(|otp| !otp.is_empty()) else {
        return Err(Refusal::message(StatusCode::BAD_REQUEST, ASK_FIRST));
    };
    codes::may_mail(&accounts, &caller, Purpose::ChangeEmail, &email).await?;
    let tx = codes::open(&accounts, &caller, "mail a code to a new address", old, &otp, Use::Spend).await?;
    let is_free = users::by_email(&tx, &email).await?.is_none();
    codes::mail(&accounts, &tx, Purpose::ChangeEmail, &subject(&me, &email), &email, is_free).await?;
    tx.commit().await?;
    Reply::json(json!({ "success": true }))
}

pub(super) struct Change {
    new_email: String,
    otp: String,
}

impl Input for Change {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { new_email: body.text("newEmail"), otp: body.text("otp") })
    }
}

/// Changes the caller's address to one whose mail he reads, and tells the old one.
pub(super) async fn change_email(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Change>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_freshly(&caller).await?;
    proven(&me)?;
    let email = another(&me, &input.new_email)?;
    let subject = subject(&me, &email);
    let place = (Purpose::ChangeEmail, subject.as_str());
    let tx =
        codes::open(&accounts, &caller, "change somebody's address by a code", place, &input.otp, Use::Spend).await?;
    let changed = addresses::change(&tx, me.user.id, &email).await?;
    changed.ok_or_else(|| Refusal::message(StatusCode::BAD_REQUEST, "Email already in use"))?;
    letters::email_changed(&tx, &me.user).await?;
    tx.commit().await?;
    let reply = Reply::json(json!({ "success": true }))?;
    Ok(match accounts.token(&caller) {
        Some(token) => accounts.hand_out(reply, &me.session, &token),
        None => reply,
    })
}

/// A new address that is one, and is not the old one.
fn another(me: &SignedIn, text: &str) -> Result<String, Refusal> {
    let email = codes::address(text)?;
    if email == me.user.email {
        return Err(Refusal::message(StatusCode::BAD_REQUEST, "Email is the same"));
    }
    Ok(email)
}

/// A code is for who asked for it.
fn subject(me: &SignedIn, email: &str) -> String {
    format!("{}:{email}", me.user.id)
}
