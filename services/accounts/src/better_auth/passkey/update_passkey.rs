//! `POST /passkey/update-passkey`

use axum::extract::State;
use serde_json::json;

use super::{not_found, not_yours, own, read_name};
use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
    store::passkeys,
};

pub(super) struct Update {
    id: String,
    name: String,
}

impl Input for Update {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let id = body.text("id");
        let is_text = body.peek("name").is_some_and(serde_json::Value::is_string);
        let name = read_name(body);
        if is_text && name.is_empty() {
            body.issue("name", "Too small: expected string to have >=1 characters");
        }
        Ok(Self { id, name })
    }
}

/// Gives one of the caller's passkeys another name.
pub(super) async fn update_passkey(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Update>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_himself(&caller).await?;
    let tx = accounts.app.db.begin_system("name a passkey").await?;
    let passkey = own(&tx, me.user.id, &input.id, not_yours).await?;
    let renamed = passkeys::rename(&tx, me.user.id, passkey.id, &input.name).await?.ok_or_else(not_found)?;
    tx.commit().await?;
    Reply::json(json!({ "passkey": renamed }))
}
