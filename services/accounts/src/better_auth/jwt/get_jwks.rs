//! `GET /jwks`

use axum::extract::State;
use vault::jwt::Jwks;

use crate::{
    Accounts,
    better_auth::transport::{Call, Refusal, Reply},
    store::signing_keys,
};

/// The public keys, by which others believe our tokens. The first call makes the first key.
pub(super) async fn get_jwks(State(accounts): State<Accounts>, _: Call<()>) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("show the public keys").await?;
    let mut keys = signing_keys::public(&tx).await?;
    tx.commit().await?;
    if keys.is_empty() {
        keys.push(accounts.signing_key().await?.public().jwk());
    }
    Reply::json(Jwks { keys })
}
