//! `POST /api-key/create`

use axum::extract::State;
use serde_json::Value;

use super::fields::{Forbidden, check_config, check_name, life, metadata, owner, read_config, read_expires_in};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::personal_keys::{self, NewKey},
};

pub(super) struct Create {
    config: Option<String>,
    name: Option<String>,
    prefix: Option<String>,
    expires_in: Option<f64>,
    metadata: Option<Value>,
    forbidden: Forbidden,
}

impl Input for Create {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let config = read_config(body);
        let name = body.optional_text("name");
        let expires_in = read_expires_in(body).value();
        let is_text = body.peek("prefix").is_some_and(Value::is_string);
        let prefix = body.optional_text("prefix");
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if is_text && prefix.as_ref().is_some_and(|prefix| prefix.is_empty() || !prefix.chars().all(is_plain)) {
            let text = "Invalid prefix format, must be alphanumeric and contain only underscores and hyphens.";
            body.issue("prefix", text);
        }
        let metadata = body.take("metadata");
        Ok(Self { config, name, prefix, expires_in, metadata, forbidden: Forbidden::of_new(body) })
    }
}

/// Makes a key and shows it, once.
pub(super) async fn create_key(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Create>,
) -> Result<Reply, Refusal> {
    let me = owner(&accounts, &caller).await?;
    input.forbidden.check()?;
    check_config(input.config.as_deref())?;
    let made = vault::api_key::generate(input.prefix.as_deref().unwrap_or_default())
        .map_err(|_| Refusal::bad_request(Code::InvalidPrefixLength))?;
    check_name(input.name.as_deref())?;
    let new = NewKey {
        name: input.name,
        prefix: input.prefix,
        metadata: metadata(input.metadata.as_ref())?.value(),
        lives: input.expires_in.map(life).transpose()?,
    };
    let tx = accounts.app.db.begin_system("make somebody's key").await?;
    let key = personal_keys::create(&tx, me.user.id, &made, new).await?;
    tx.commit().await?;
    Ok(Reply::json(key)?.not_stored())
}
