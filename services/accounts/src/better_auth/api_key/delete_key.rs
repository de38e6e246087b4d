//! `POST /api-key/delete`

use axum::extract::State;
use serde_json::json;

use super::fields::{check_config, key_id, not_found, read_config};
use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
    store::personal_keys,
};

pub(super) struct Delete {
    config: Option<String>,
    key: String,
}

impl Input for Delete {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { config: read_config(body), key: body.text("keyId") })
    }
}

/// Removes one of the caller's keys. From then on it opens nothing.
pub(super) async fn delete_key(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Delete>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in(&caller).await?;
    check_config(input.config.as_deref())?;
    let id = key_id(&input.key)?;
    let tx = accounts.app.db.begin_system("remove somebody's key").await?;
    let deleted = personal_keys::delete(&tx, me.user.id, id).await?;
    tx.commit().await?;
    if deleted == 0 {
        return Err(not_found());
    }
    Reply::json(json!({ "success": true }))
}
