//! `POST /api-key/update`

use axum::extract::State;
use serde_json::Value;
use web::body::Change;

use super::fields::{
    Forbidden, check_config, check_name, key_id, life, metadata, not_found, owner, read_calls, read_config,
    read_expires_in, read_scopes,
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::personal_keys::{self, Changes},
};

pub(super) struct Update {
    config: Option<String>,
    key: String,
    name: Option<String>,
    enabled: Option<bool>,
    expires_in: Change<f64>,
    metadata: Option<Value>,
    scopes: Change<String>,
    calls: Option<i32>,
    forbidden: Forbidden,
}

impl Input for Update {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let config = read_config(body);
        let key = body.text("keyId");
        let name = body.optional_text("name");
        let enabled = body.optional_boolean("enabled");
        let expires_in = read_expires_in(body);
        let metadata = body.take("metadata");
        let (scopes, calls) = (read_scopes(body), read_calls(body));
        let forbidden = Forbidden::of_old(body);
        Ok(Self { config, key, name, enabled, expires_in, metadata, scopes, calls, forbidden })
    }
}

/// Changes one of the caller's keys.
pub(super) async fn update_key(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Update>,
) -> Result<Reply, Refusal> {
    let me = owner(&accounts, &caller).await?;
    input.forbidden.check()?;
    check_config(input.config.as_deref())?;
    let id = key_id(&input.key)?;
    check_name(input.name.as_deref())?;
    let changes = Changes {
        name: input.name,
        enabled: input.enabled,
        metadata: metadata(input.metadata.as_ref())?,
        lives: input.expires_in.try_map(life)?,
        permissions: input.scopes,
        calls: input.calls,
    };
    if changes == Changes::default() {
        return Err(Refusal::bad_request(Code::NoValuesToUpdate));
    }
    let tx = accounts.app.db.begin_system("change somebody's key").await?;
    let key = personal_keys::update(&tx, me.user.id, id, changes).await?.ok_or_else(not_found)?;
    tx.commit().await?;
    Reply::json(key)
}
