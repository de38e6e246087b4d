//! `GET /passkey/list-user-passkeys`

use axum::extract::State;

use crate::{
    Accounts,
    better_auth::transport::{Call, Refusal, Reply},
    store::passkeys,
};

/// The caller's passkeys.
pub(super) async fn list_passkeys(
    State(accounts): State<Accounts>,
    Call { caller, .. }: Call<()>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in(&caller).await?;
    let tx = accounts.app.db.begin_system("list somebody's passkeys").await?;
    let passkeys = passkeys::of_user(&tx, me.user.id).await?;
    tx.commit().await?;
    Reply::json(passkeys)
}
