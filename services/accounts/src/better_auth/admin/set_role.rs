//! `POST /admin/set-role`

use axum::extract::State;
use serde_json::json;
use uuid::Uuid;

use super::{Right, allowed_alone, data, nobody, person, read_user, rights, somebody_remains};
use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
    store::admin_users::{self, Changes},
};

pub(super) struct SetRole {
    user: Option<Uuid>,
    roles: Vec<String>,
}

impl Input for SetRole {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let user = read_user(body);
        if !body.has("role") {
            body.issue("role", "Invalid input");
        }
        Ok(Self { user, roles: data::read_roles(body).unwrap_or_default() })
    }
}

/// Gives somebody a role, or several. With other rights come other sessions: his present ones end.
pub(super) async fn set_role(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<SetRole>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("give somebody a role").await?;
    let me = allowed_alone(&accounts, &tx, &caller, Right::SetRole).await?;
    let role = rights::join(&input.roles)?;
    let before = person(&tx, input.user).await?;
    let changes = Changes { role: Some(role), ..Changes::default() };
    let user = admin_users::change(&tx, before.id, changes).await?.ok_or_else(nobody)?;
    somebody_remains(&tx, &before).await?;
    if user.role != before.role {
        admin_users::end_sessions(&tx, user.id).await?;
    }
    tx.commit().await?;
    tracing::info!(admin = %me.user.id, user = %user.id, role = user.role, "an administrator gave somebody a role");
    Reply::json(json!({ "user": user }))
}
