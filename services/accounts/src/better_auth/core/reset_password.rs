//! `GET /reset-password/{token}` leads to the page where a new password is typed; `POST /reset-password` sets it.

use axum::extract::{Path, State};
use db::Tx;
use secrecy::SecretString;
use serde_json::json;

use super::{
    passwords,
    request_password_reset::{Link, PURPOSE, mark},
    verify_email::with_parameter,
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    letters,
    store::{
        addresses, credentials, personal_keys, sessions, two_factor,
        users::{self, User},
        verifications,
    },
};

pub(super) struct Open {
    callback_url: String,
}

impl Input for Open {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { callback_url: query.text("callbackURL") })
    }
}

/// Leads on with the token, or with an error when it is none.
pub(super) async fn open_reset_link(
    State(accounts): State<Accounts>,
    Path(token): Path<String>,
    Call { input, .. }: Call<Open>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("look at a reset link").await?;
    let is_good = verifications::peek(&tx, PURPOSE, &token).await?.is_some();
    tx.commit().await?;
    let (name, value) = if is_good { ("token", token.as_str()) } else { ("error", Code::InvalidToken.name()) };
    let there = with_parameter(&input.callback_url, name, value);
    let absolute = if there.starts_with('/') { format!("{}{there}", accounts.base_url) } else { there };
    Ok(Reply::redirect(absolute))
}

pub(super) struct Reset {
    new_password: SecretString,
    token: Option<String>,
}

impl Input for Reset {
    fn read(body: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        let new_password = body.text("newPassword").into();
        let in_query = query.optional_text("token");
        Ok(Self { new_password, token: body.optional_text("token").or(in_query) })
    }
}

/// Sets a new password, once per token, and ends all sessions and keys: whoever had the old one is out.
pub(super) async fn reset_password(
    State(accounts): State<Accounts>,
    Call { input, .. }: Call<Reset>,
) -> Result<Reply, Refusal> {
    let invalid = || Refusal::bad_request(Code::InvalidToken);
    let token = input.token.ok_or_else(invalid)?;
    passwords::check(&input.new_password)?;
    if !set(&accounts, &token, None, input.new_password).await? {
        return Err(invalid());
    }
    Reply::json(json!({ "status": true }))
}

/// Sets it, if the token is good and, where an address is given, for the person who has it.
pub(crate) async fn set(
    accounts: &Accounts,
    token: &str,
    email: Option<&str>,
    password: SecretString,
) -> Result<bool, Refusal> {
    // Hashing is dear, so a token that is none is noticed before it.
    let tx = accounts.app.db.begin_system("look at a reset token").await?;
    let known = verifications::peek(&tx, PURPOSE, token).await?;
    tx.commit().await?;
    if known.is_none() {
        return Ok(false);
    }
    let hash = passwords::hash(accounts, password).await?;

    let tx = accounts.app.db.begin_system("set a new password").await?;
    let spent = verifications::spend(&tx, PURPOSE, token).await?;
    let Some(link) = spent.and_then(|value| serde_json::from_str::<Link>(&value).ok()) else {
        return Ok(false);
    };
    let user = users::lock(&tx, link.user).await?;
    let is_his = |user: &User| user.email == link.email && email.is_none_or(|email| user.email == email);
    let Some(user) = user.filter(is_his) else {
        return Ok(false);
    };
    if mark(credentials::password_of(&tx, user.id).await?.as_deref()) != link.mark {
        return Ok(false);
    }
    replace(&tx, user, &hash).await?;
    tx.commit().await?;
    Ok(true)
}

/// Sets the password of somebody who reads his mail, and ends what whoever had the old one may have begun. His second factor is
/// asked for as before, without the wait that wrong codes of somebody else have cost.
pub(in crate::better_auth) async fn replace(tx: &Tx, user: User, hash: &str) -> Result<(), Refusal> {
    // If nobody had proven the address, also what somebody else may have put into the account ends.
    let user = addresses::take_over(tx, user.id).await?.unwrap_or(user);
    credentials::set_password(tx, user.id, hash).await?;
    sessions::end_all(tx, user.id, None).await?;
    personal_keys::disable_all(tx, user.id).await?;
    two_factor::forget_failures(tx, user.id).await?;
    Ok(letters::password_reset(tx, &user).await?)
}
