//! `GET /list-accounts`

use axum::extract::State;

use crate::{
    Accounts,
    better_auth::transport::{Call, Refusal, Reply},
    store::credentials,
};

/// The ways in that the caller has, without their secrets.
pub(super) async fn list_accounts(
    State(accounts): State<Accounts>,
    Call { caller, .. }: Call<()>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in(&caller).await?;
    let tx = accounts.app.db.begin_system("list somebody's ways in").await?;
    let found = credentials::of_user(&tx, me.user.id).await?;
    tx.commit().await?;
    Reply::json(found)
}
