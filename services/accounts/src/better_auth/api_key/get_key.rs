//! `GET /api-key/get`

use axum::extract::State;

use super::fields::{check_config, key_id, not_found, read_config};
use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
    store::personal_keys,
};

pub(super) struct Get {
    config: Option<String>,
    id: String,
}

impl Input for Get {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { config: read_config(query), id: query.text("id") })
    }
}

/// One of the caller's keys, without its text.
pub(super) async fn get_key(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Get>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in(&caller).await?;
    check_config(input.config.as_deref())?;
    let id = key_id(&input.id)?;
    let tx = accounts.app.db.begin_system("look at somebody's key").await?;
    let key = personal_keys::of_user(&tx, me.user.id, id).await?;
    tx.commit().await?;
    Reply::json(key.ok_or_else(not_found)?)
}
