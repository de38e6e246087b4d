//! `POST /change-password`, `POST /verify-password`

use axum::extract::State;
use secrecy::SecretString;
use serde_json::json;

use super::passwords;
use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
    letters,
    store::{credentials, sessions},
};

pub(super) struct Change {
    new_password: SecretString,
    current_password: SecretString,
    ends_others: bool,
}

impl Input for Change {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self {
            new_password: body.text("newPassword").into(),
            current_password: body.text("currentPassword").into(),
            ends_others: body.optional_boolean("revokeOtherSessions").unwrap_or(false),
        })
    }
}

/// Changes the password of who knows the old one. With `revokeOtherSessions` all sessions end and a new one begins.
pub(super) async fn change_password(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Change>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_himself(&caller).await?;
    passwords::check(&input.new_password)?;
    passwords::must_know(&accounts, &caller, &me.user, input.current_password).await?;
    let hash = passwords::hash(&accounts, input.new_password).await?;

    let tx = accounts.app.db.begin_system("change a password").await?;
    credentials::set_password(&tx, me.user.id, &hash).await?;
    letters::password_changed(&tx, &me.user).await?;
    let begun = if input.ends_others {
        sessions::end_all(&tx, me.user.id, None).await?;
        Some(sessions::begin(&tx, me.user.id, me.session.remember, caller.origin()).await?)
    } else {
        None
    };
    tx.commit().await?;
    match begun {
        Some((session, token)) => {
            let reply = Reply::json(json!({ "token": session.token, "user": me.user }))?;
            Ok(accounts.hand_out(reply, &session, &token))
        }
        None => Reply::json(json!({ "token": null, "user": me.user })),
    }
}

pub(super) struct Know {
    password: SecretString,
}

impl Input for Know {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { password: body.text("password").into() })
    }
}

/// Whether the caller knows his password.
pub(super) async fn verify_password(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Know>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_himself(&caller).await?;
    passwords::must_know(&accounts, &caller, &me.user, input.password).await?;
    Reply::json(json!({ "status": true }))
}
