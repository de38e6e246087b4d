//! `POST /get-access-token`

use axum::extract::State;
use chrono::Duration;
use entity::Timestamp;
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};

use super::{
    refresh::{self, NoTokens},
    selection::{Selected, Selection, not_supported},
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Refusal, Reply},
    seal::columns,
    store::provider_accounts::ProviderAccount,
};

/// A token that runs out within this time is of no use to whoever asks for it.
const NEARLY: Duration = Duration::seconds(5);

/// The access token of one of the caller's accounts, a new one if the old has run out.
pub(super) async fn get_access_token(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Selection>,
) -> Result<Reply, Refusal> {
    let selected = input.of(&accounts, &caller, not_supported).await?;
    let account = current(&accounts, &selected).await?;
    let token = |column| accounts.open_token(&account, column).map(|token| token.expose_secret().to_owned());
    let scopes: Vec<&str> = account.scope.iter().flat_map(|scope| scope.split(',')).collect();
    let mut body = Map::new();
    let access = token(columns::ACCESS_TOKEN);
    if access.is_none() && account.access_token.is_some() {
        // Sealed with a secret that this installation has no more.
        return Err(Refusal::bad_request(Code::FailedToGetAccessToken));
    }
    // An account that came by an ID token alone has none.
    body.insert("accessToken".into(), access.unwrap_or_default().into());
    if let Some(time) = account.access_expires_at {
        body.insert("accessTokenExpiresAt".into(), json!(Timestamp(time)));
    }
    body.insert("scopes".into(), json!(scopes));
    if let Some(token) = token(columns::ID_TOKEN) {
        body.insert("idToken".into(), token.into());
    }
    Ok(Reply::json(Value::Object(body))?.not_stored())
}

/// The account with an access token that has not run out, as far as there are refresh tokens for it.
pub(super) async fn current(accounts: &Accounts, selected: &Selected<'_>) -> Result<ProviderAccount, Refusal> {
    let Selected { me, account, .. } = selected;
    let soon = accounts.app.db.clock().now() + NEARLY;
    let has_run_out = account.access_expires_at.is_some_and(|time| time <= soon);
    if !has_run_out || account.refresh_token.is_none() {
        return Ok(account.clone());
    }
    refresh::refreshed(accounts, me.user.id, account.clone()).await.map_err(|error| match error {
        NoTokens::Fault => Refusal::bad_request(Code::FailedToGetAccessToken),
        NoTokens::Gone => Refusal::bad_request(Code::AccountNotFound),
        NoTokens::Ours(refusal) => refusal,
    })
}
