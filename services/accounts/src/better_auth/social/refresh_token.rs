//! `POST /refresh-token`

use axum::extract::State;
use entity::Timestamp;
use http::StatusCode;
use secrecy::ExposeSecret;
use serde_json::json;

use super::{
    refresh::{self, NoTokens},
    selection::{Selected, Selection, not_supported},
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Refusal, Reply},
    seal::columns,
};

/// New tokens of one of the caller's accounts, whether the old ones have run out or not.
pub(super) async fn refresh_token(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Selection>,
) -> Result<Reply, Refusal> {
    let Selected { me, account, .. } = input.of(&accounts, &caller, not_supported).await?;
    if account.refresh_token.is_none() {
        return Err(Refusal::bad_request(Code::RefreshTokenNotFound));
    }
    let account = refresh::refreshed(&accounts, me.user.id, account).await.map_err(|error| match error {
        NoTokens::Fault => Refusal::new(StatusCode::BAD_REQUEST, Code::FailedToRefreshAccessToken),
        NoTokens::Gone => Refusal::bad_request(Code::AccountNotFound),
        NoTokens::Ours(refusal) => refusal,
    })?;
    let token = |column| accounts.open_token(&account, column).map(|token| token.expose_secret().to_owned());
    Ok(Reply::json(json!({
        "accessToken": token(columns::ACCESS_TOKEN),
        "refreshToken": token(columns::REFRESH_TOKEN),
        "accessTokenExpiresAt": account.access_expires_at.map(Timestamp),
        "refreshTokenExpiresAt": account.refresh_expires_at.map(Timestamp),
        "scope": account.scope,
        "idToken": token(columns::ID_TOKEN),
        "providerId": account.provider_id,
        "accountId": account.id,
    }))?
    .not_stored())
}
