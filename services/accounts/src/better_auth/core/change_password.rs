//! `POST /change-password`, `POST /verify-password`

use axum::extract::State;
use secrecy::SecretString;
use serde_json::json;
use uuid::Uuid;
use vault::password::Verdict;

use super::passwords;
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
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
    let me = accounts.signed_in(&caller).await?;
    passwords::check(&input.new_password)?;
    must_know(&accounts, me.user.id, input.current_password).await?;
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
    let me = accounts.signed_in(&caller).await?;
    must_know(&accounts, me.user.id, input.password).await?;
    Reply::json(json!({ "status": true }))
}

/// 400 for a wrong password, and for a person who has none.
pub(super) async fn must_know(accounts: &Accounts, user: Uuid, password: SecretString) -> Result<(), Refusal> {
    let tx = accounts.app.db.begin_system("look up a password").await?;
    let stored = credentials::password_of(&tx, user).await?;
    tx.commit().await?;
    let stored = stored.ok_or_else(|| Refusal::bad_request(Code::CredentialAccountNotFound))?;
    match accounts.hasher.verify(password, stored).await.map_err(passwords::busy)? {
        Verdict::Wrong => Err(Refusal::bad_request(Code::InvalidPassword)),
        Verdict::Right | Verdict::RightButOld => Ok(()),
    }
}
