//! `GET /token`

use axum::extract::State;
use http::StatusCode;
use serde_json::json;

use crate::{
    Accounts,
    better_auth::transport::{Call, Refusal, Reply},
};

/// Who the caller is, for other services.
pub(super) async fn get_token(
    State(accounts): State<Accounts>,
    Call { caller, .. }: Call<()>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in(&caller).await?;
    let too_long = || {
        Refusal::message(
            StatusCode::BAD_REQUEST,
            "Your name or picture is too long for a token: shorten it by update-user",
        )
    };
    let token = accounts.jwt(&me).await?.ok_or_else(too_long)?;
    Ok(Reply::json(json!({ "token": token }))?.not_stored())
}
