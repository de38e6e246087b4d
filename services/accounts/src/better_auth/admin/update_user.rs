//! `POST /admin/update-user`

use axum::extract::State;
use db::OnConstraint;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Right, allowed_alone, data, nobody, person, read_user, somebody_remains};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::admin_users,
};

pub(super) struct Update {
    user: Option<Uuid>,
    data: Map<String, Value>,
}

impl Input for Update {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let user = read_user(body);
        if !body.has("data") {
            body.expected("data", "record", None);
        }
        Ok(Self { user, data: data::read_data(body).unwrap_or_default() })
    }
}

/// Changes somebody. Who gets another role or is banned is signed out everywhere.
pub(super) async fn update_user(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Update>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("change somebody").await?;
    let me = allowed_alone(&accounts, &tx, &caller, Right::UpdateUsers).await?;
    if input.data.is_empty() {
        return Err(Refusal::bad_request(Code::NoDataToUpdate));
    }
    let changes = data::changes(input.data)?;
    let before = person(&tx, input.user).await?;
    if changes.banned == Some(true) && before.id == me.user.id {
        return Err(Refusal::bad_request(Code::YouCannotBanYourself));
    }
    let written = admin_users::change(&tx, before.id, changes).await;
    let taken = |_| Refusal::bad_request(Code::UserAlreadyExistsUseAnotherEmail);
    let user = written.on_constraint("user_email_key", taken)?.ok_or_else(nobody)?;
    somebody_remains(&tx, &before).await?;
    if user.role != before.role || user.is_banned(tx.now()) {
        admin_users::end_sessions(&tx, user.id).await?;
    }
    tx.commit().await?;
    tracing::info!(admin = %me.user.id, user = %user.id, role = user.role, "an administrator changed somebody");
    Reply::json(user)
}
