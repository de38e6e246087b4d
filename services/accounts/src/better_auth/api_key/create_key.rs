//! `POST /api-key/create`

use axum::extract::State;
use http::StatusCode;
use serde_json::Value;

use super::fields::{
    Forbidden, check_config, check_name, life, metadata, owner, read_calls, read_config, read_expires_in, read_scopes,
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    letters,
    store::personal_keys::{self, MOST, NewKey},
};

pub(super) struct Create {
    config: Option<String>,
    name: Option<String>,
    prefix: Option<String>,
    expires_in: Option<f64>,
    metadata: Option<Value>,
    scopes: Option<String>,
    calls: Option<i32>,
    forbidden: Forbidden,
}

impl Input for Create {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let config = read_config(body);
        let name = body.optional_text("name");
        let expires_in = read_expires_in(body).given();
        let is_text = body.peek("prefix").is_some_and(Value::is_string);
        let prefix = body.optional_text("prefix");
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if is_text && prefix.as_ref().is_some_and(|prefix| prefix.is_empty() || !prefix.chars().all(is_plain)) {
            let text = "Invalid prefix format, must be alphanumeric and contain only underscores and hyphens.";
            body.issue("prefix", text);
        }
        let metadata = body.take("metadata");
        let (scopes, calls) = (read_scopes(body).given(), read_calls(body));
        Ok(Self { config, name, prefix, expires_in, metadata, scopes, calls, forbidden: Forbidden::of_new(body) })
    }
}

/// Makes a key and shows it, once. Its owner is told.
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
        metadata: metadata(input.metadata.as_ref())?.given(),
        lives: input.expires_in.map(life).transpose()?,
        permissions: input.scopes,
        calls: input.calls,
    };
    let tx = accounts.app.db.begin_system("make somebody's key").await?;
    let key = personal_keys::create(&tx, me.user.id, &made, new).await?.ok_or_else(too_many)?;
    letters::personal_key(&tx, &me.user, key.name.as_deref()).await?;
    tx.commit().await?;
    Ok(Reply::json(key)?.not_stored())
}

fn too_many() -> Refusal {
    let message = format!("Nobody has more than {MOST} keys: delete one that you do not use");
    Refusal::message(StatusCode::BAD_REQUEST, message)
}
