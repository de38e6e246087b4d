//! `POST /delete-user` and the link that it mails
//!
//! Nobody is deleted by a session alone: the owner of the address follows a link, signed in as himself.

use axum::extract::State;
use chrono::Duration;
use db::Tx;
use http::StatusCode;
use secrecy::SecretString;
use serde_json::json;
use uuid::Uuid;

use super::passwords::must_know;
use crate::{
    Accounts,
    better_auth::{
        links::encode,
        transport::{Call, Code, Fields, Input, Refusal, Reply},
    },
    letters, privacy,
    store::{members, verifications},
};

const PURPOSE: &str = "delete-account";
const LIFE: Duration = Duration::hours(24);

pub(super) struct Delete {
    callback_url: Option<String>,
    password: Option<SecretString>,
    token: Option<String>,
}

impl Input for Delete {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self {
            callback_url: body.optional_text("callbackURL"),
            password: body.optional_text("password").map(Into::into),
            token: body.optional_text("token"),
        })
    }
}

/// Mails the link; with the token of one, deletes at once.
pub(super) async fn delete_user(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Delete>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_himself(&caller).await?;
    if let Some(password) = input.password {
        must_know(&accounts, &caller, &me.user, password).await?;
    }
    let tx = accounts.app.db.begin_system("delete somebody who wants it").await?;
    if let Some(token) = input.token {
        delete(&accounts, &tx, &token, me.user.id).await?;
        tx.commit().await?;
        return Ok(deleted()?.with_cookies(accounts.cookies.expire_session()));
    }
    let token = vault::random::alphanumeric(32);
    verifications::keep(&tx, PURPOSE, &token, &me.user.id.to_string(), LIFE).await?;
    let callback = encode(input.callback_url.as_deref().unwrap_or("/"));
    let link = format!("{}/api/auth/delete-user/callback?token={token}&callbackURL={callback}", accounts.base_url);
    letters::delete_account(&tx, &me.user, &link).await?;
    tx.commit().await?;
    Reply::json(json!({ "success": true, "message": "Verification email sent" }))
}

pub(super) struct Follow {
    token: String,
    callback_url: Option<String>,
}

impl Input for Follow {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { token: query.text("token"), callback_url: query.optional_text("callbackURL") })
    }
}

/// The link was followed.
pub(super) async fn follow_link(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Follow>,
) -> Result<Reply, Refusal> {
    let unknown = || Refusal::new(StatusCode::NOT_FOUND, Code::FailedToGetUserInfo);
    let me = accounts.session(&caller).await?.ok_or_else(unknown)?;
    if me.session.impersonated_by.is_some() {
        return Err(unknown());
    }
    let tx = accounts.app.db.begin_system("delete somebody who wants it").await?;
    delete(&accounts, &tx, &input.token, me.user.id).await?;
    tx.commit().await?;
    let reply = match input.callback_url {
        Some(url) => Reply::redirect(url),
        None => deleted()?,
    };
    Ok(reply.with_cookies(accounts.cookies.expire_session()))
}

/// A token of somebody else is left as it is, so that nobody can spend it for him.
async fn delete(accounts: &Accounts, tx: &Tx, token: &str, me: Uuid) -> Result<(), Refusal> {
    let invalid = || Refusal::new(StatusCode::NOT_FOUND, Code::InvalidToken);
    let owner = verifications::peek(tx, PURPOSE, token).await?;
    if owner != Some(me.to_string()) {
        return Err(invalid());
    }
    verifications::spend(tx, PURPOSE, token).await?.ok_or_else(invalid)?;
    // A shop without an owner is nobody's: he gives it to somebody, or deletes it, first.
    if members::is_only_owner(tx, me).await? {
        return Err(Refusal::bad_request(Code::YouCannotLeaveTheOrganizationAsTheOnlyOwner));
    }
    privacy::depart(accounts, tx, me, me).await?;
    Ok(())
}

fn deleted() -> Result<Reply, Refusal> {
    Reply::json(json!({ "success": true, "message": "User deleted" }))
}
