//! `POST /request-password-reset`

use axum::extract::State;
use chrono::Duration;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::sign_up_email::synthetic;
use crate::{
    Accounts,
    better_auth::{
        links::encode,
        transport::{Call, Caller, Fields, Input, Refusal, Reply},
    },
    letters,
    shares::Mail,
    store::{credentials, users, verifications},
};

/// What a reset token is kept under.
pub(crate) const PURPOSE: &str = "reset-password";
const LIFE: Duration = Duration::hours(1);

/// What is kept of a link. It is bound to what was true when it was asked for: after a change of the address or the password, that
/// of an older link included, it sets nothing any more.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Link {
    pub(super) user: Uuid,
    pub(super) email: String,
    pub(super) mark: String,
}

/// Tells whether a password is still the one that it was.
pub(super) fn mark(stored: Option<&str>) -> String {
    vault::token::hash(stored.unwrap_or_default())
}

pub(super) struct Request {
    email: String,
    redirect_to: Option<String>,
}

impl Input for Request {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { email: body.email("email").to_lowercase(), redirect_to: body.optional_text("redirectTo") })
    }
}

/// Mails a link to set a new password, if the address has an account; the answer is the same if not.
pub(super) async fn request_password_reset(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Request>,
) -> Result<Reply, Refusal> {
    accounts.share_of_mail(Mail::Reset, None, Some((&caller, &input.email))).await?;
    mail(&accounts, &caller, &input.email, input.redirect_to.as_deref()).await?;
    let message = "If this email exists in our system, check your email for the reset link";
    Reply::json(json!({ "status": true, "message": message }))
}

/// Mails it; the work is the same if nobody has the address. `redirect_to` is a page that is trusted.
pub(crate) async fn mail(
    accounts: &Accounts,
    caller: &Caller,
    email: &str,
    redirect_to: Option<&str>,
) -> Result<(), Refusal> {
    accounts.count_mail(caller, PURPOSE, email).await?;
    let tx = accounts.app.db.begin_system("mail a link for a new password").await?;
    let known = users::by_email(&tx, email).await?;
    letters::as_if(&tx).await?;
    let is_known = known.is_some();
    let user = known.unwrap_or_else(|| synthetic("You", email, None, tx.now()));
    let token = vault::random::alphanumeric(24);
    let stored = credentials::password_of(&tx, user.id).await?;
    let link = Link { user: user.id, email: user.email.clone(), mark: mark(stored.as_deref()) };
    let value = serde_json::to_string(&link).map_err(web::ApiError::internal)?;
    verifications::keep(&tx, PURPOSE, &token, &value, LIFE).await?;
    let callback = encode(redirect_to.unwrap_or("/"));
    let link = format!("{}/api/auth/reset-password/{token}?callbackURL={callback}", accounts.base_url);
    letters::reset_password(&tx, &user, &link).await?;
    letters::settle(&tx, is_known).await?;
    Ok(tx.commit().await?)
}
