//! `POST /sign-in/email`

use axum::extract::State;
use http::StatusCode;
use secrecy::SecretString;
use serde_json::json;
use vault::password::Verdict;

use super::passwords;
use crate::{
    Accounts,
    better_auth::{
        transport::{Call, Code, Fields, Input, Refusal, Reply, is_email},
        way_in::Way,
    },
};

pub(super) struct SignIn {
    email: String,
    password: SecretString,
    callback_url: Option<String>,
    remember: bool,
}

impl Input for SignIn {
    const SIGNS_IN: bool = true;
    const FORM: bool = true;

    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let email = body.text("email");
        let password = body.text("password");
        let callback_url = body.optional_text("callbackURL");
        let remember = body.optional_boolean("rememberMe").unwrap_or(true);
        Ok(Self { email: email.to_lowercase(), password: password.into(), callback_url, remember })
    }
}

/// Begins a session for who knows the password.
pub(super) async fn sign_in_email(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<SignIn>,
) -> Result<Reply, Refusal> {
    let SignIn { email, password, callback_url, remember } = input;
    if !is_email(&email) {
        return Err(Refusal::bad_request(Code::InvalidEmail));
    }
    accounts.count_guess(&caller, &email).await?;
    let tx = accounts.app.db.begin_system("look up who signs in").await?;
    let (user, stored) = passwords::find(&accounts, &tx, &email).await?;
    tx.commit().await?;

    let wrong = || Refusal::new(StatusCode::UNAUTHORIZED, Code::InvalidEmailOrPassword);
    let verdict = passwords::verify(&accounts, &password, stored.as_deref()).await?;
    let known = user.as_ref().map(|user| user.id);
    let (Some(user), Some(stored), true) = (user, stored, verdict != Verdict::Wrong) else {
        accounts.note_failure(known).await?;
        return Err(wrong());
    };
    if !user.email_verified {
        return Err(Refusal::forbidden(Code::EmailNotVerified));
    }
    let better = passwords::better(&accounts, verdict, password).await?;

    let tx = accounts.app.db.begin_system("sign somebody in").await?;
    if !passwords::still(&tx, user.id, &stored, better).await? {
        return Err(wrong());
    }
    let entry = accounts.let_in(&tx, user.id, Way::Password, remember, &caller).await?;
    tx.commit().await?;

    entry.answer(&accounts, |session, user| {
        let mut body = json!({ "redirect": callback_url.is_some(), "token": session.token, "user": user });
        if let Some(url) = &callback_url {
            body["url"] = url.as_str().into();
        }
        Ok(Reply::json(body)?.at(callback_url))
    })
}
