//! `POST /admin/list-user-sessions`, `/admin/revoke-user-session`, `/admin/revoke-user-sessions`

use axum::extract::State;
use serde_json::json;
use uuid::Uuid;

use super::{Named, Right, allowed};
use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
    store::admin_users,
};

/// Where somebody is signed in, and who acts as him.
pub(super) async fn list_user_sessions(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Named>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("list somebody's sessions").await?;
    allowed(&accounts, &tx, &caller, Right::ListSessions).await?;
    let sessions = match input.user {
        Some(user) => admin_users::sessions_of(&tx, user).await?,
        None => Vec::new(),
    };
    tx.commit().await?;
    Reply::json(json!({ "sessions": sessions }))
}

pub(super) struct OneSession {
    session: String,
}

impl Input for OneSession {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { session: body.text("sessionToken") })
    }
}

/// Ends a session, by the name that the list gives it.
pub(super) async fn revoke_user_session(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<OneSession>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("end somebody's session").await?;
    allowed(&accounts, &tx, &caller, Right::RevokeSessions).await?;
    if let Ok(id) = input.session.parse::<Uuid>() {
        admin_users::end_session(&tx, id).await?;
    }
    tx.commit().await?;
    Reply::json(json!({ "success": true }))
}

/// Ends all sessions of somebody.
pub(super) async fn revoke_user_sessions(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Named>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("end somebody's sessions").await?;
    allowed(&accounts, &tx, &caller, Right::RevokeSessions).await?;
    if let Some(user) = input.user {
        admin_users::end_sessions(&tx, user).await?;
    }
    tx.commit().await?;
    Reply::json(json!({ "success": true }))
}
