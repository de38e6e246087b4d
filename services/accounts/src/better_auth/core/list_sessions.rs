//! `GET /list-sessions`

use axum::extract::State;

use crate::{
    Accounts,
    better_auth::transport::{Call, Refusal, Reply},
    store::sessions,
};

/// Where the caller is signed in.
pub(super) async fn list_sessions(
    State(accounts): State<Accounts>,
    Call { caller, .. }: Call<()>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in(&caller).await?;
    let tx = accounts.app.db.begin_system("list somebody's sessions").await?;
    let sessions = sessions::of_user(&tx, me.user.id).await?;
    tx.commit().await?;
    Reply::json(sessions)
}
