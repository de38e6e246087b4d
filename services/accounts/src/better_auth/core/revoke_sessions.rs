//! `POST /revoke-session`, `/revoke-sessions`, `/revoke-other-sessions`

use axum::extract::State;
use serde_json::json;
use uuid::Uuid;

use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
    store::sessions,
};

pub(super) struct Named {
    token: String,
}

impl Input for Named {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { token: body.text("token") })
    }
}

/// Ends one of the caller's sessions, by the name that `list-sessions` gives it. One that is not his is left alone, and
/// nothing is said of it.
pub(super) async fn revoke_session(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Named>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in(&caller).await?;
    if let Ok(id) = input.token.parse::<Uuid>() {
        let tx = accounts.app.db.begin_system("end one of somebody's sessions").await?;
        sessions::end(&tx, me.user.id, id).await?;
        tx.commit().await?;
    }
    Reply::json(json!({ "status": true }))
}

/// Ends all of the caller's sessions, this one included.
pub(super) async fn revoke_sessions(
    State(accounts): State<Accounts>,
    Call { caller, .. }: Call<()>,
) -> Result<Reply, Refusal> {
    end(&accounts, &caller, false).await.map(|reply| reply.with_cookies(accounts.cookies.expire_session()))
}

/// Ends all of the caller's sessions but this one.
pub(super) async fn revoke_other_sessions(
    State(accounts): State<Accounts>,
    Call { caller, .. }: Call<()>,
) -> Result<Reply, Refusal> {
    end(&accounts, &caller, true).await
}

async fn end(
    accounts: &Accounts,
    caller: &crate::better_auth::transport::Caller,
    keeps_this: bool,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in(caller).await?;
    let tx = accounts.app.db.begin_system("end somebody's sessions").await?;
    sessions::end_all(&tx, me.user.id, keeps_this.then_some(me.session.id)).await?;
    tx.commit().await?;
    Reply::json(json!({ "status": true }))
}
