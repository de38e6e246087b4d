//! `POST /passkey/delete-passkey`

use axum::extract::State;
use http::StatusCode;
use serde_json::json;

use super::{not_found, own};
use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
    letters,
    store::passkeys,
};

pub(super) struct Delete {
    id: String,
}

impl Input for Delete {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { id: body.text("id") })
    }
}

/// Removes one of the caller's passkeys. He can always come in by a link in a mail, so it may be his last one.
pub(super) async fn delete_passkey(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Delete>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_himself(&caller).await?;
    let tx = accounts.app.db.begin_system("remove a passkey").await?;
    let passkey = own(&tx, me.user.id, &input.id, || Refusal::empty(StatusCode::UNAUTHORIZED)).await?;
    let removed = passkeys::delete(&tx, me.user.id, passkey.id).await?.ok_or_else(not_found)?;
    letters::passkey(&tx, &me.user, removed.name.as_deref(), false).await?;
    tx.commit().await?;
    Reply::json(json!({ "status": true }))
}
