//! `GET /token`

use axum::extract::State;
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
    let token = accounts.jwt(&me).await?.ok_or_else(|| web::ApiError::internal("the token is too long"))?;
    Ok(Reply::json(json!({ "token": token }))?.not_stored())
}
