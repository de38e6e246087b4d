//! `POST /admin/set-user-password`

use axum::extract::State;
use secrecy::SecretString;
use serde_json::json;
use uuid::Uuid;

use super::{Right, allowed, person, read_user};
use crate::{
    Accounts,
    better_auth::{
        core::passwords,
        transport::{Call, Fields, Input, Refusal, Reply},
    },
    letters,
    store::{admin_users, credentials},
};

pub(super) struct SetPassword {
    user: Option<Uuid>,
    password: SecretString,
}

impl Input for SetPassword {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let password = body.filled_text("newPassword").into();
        Ok(Self { password, user: read_user(body) })
    }
}

/// Sets somebody's password, ends his sessions and tells him.
pub(super) async fn set_user_password(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<SetPassword>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("look whether somebody may set passwords").await?;
    allowed(&accounts, &tx, &caller, Right::SetPassword).await?;
    tx.commit().await?;
    passwords::check(&input.password)?;
    let hash = passwords::hash(&accounts, input.password).await?;

    let tx = accounts.app.db.begin_system("set somebody's password").await?;
    let me = allowed(&accounts, &tx, &caller, Right::SetPassword).await?;
    let user = person(&tx, input.user).await?;
    credentials::set_password(&tx, user.id, &hash).await?;
    admin_users::end_sessions(&tx, user.id).await?;
    letters::password_changed(&tx, &user).await?;
    tx.commit().await?;
    tracing::info!(admin = %me.user.id, user = %user.id, "an administrator set somebody's password");
    Reply::json(json!({ "status": true }))
}
