//! `GET /admin/get-user`

use axum::extract::State;
use uuid::Uuid;

use super::{Right, allowed, nobody};
use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
    store::users,
};

pub(super) struct Get {
    user: Option<Uuid>,
}

impl Input for Get {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { user: query.text("id").parse().ok() })
    }
}

/// One person.
pub(super) async fn get_user(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Get>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("look at somebody").await?;
    allowed(&accounts, &tx, &caller, Right::GetUser).await?;
    let user = users::by_id(&tx, input.user.ok_or_else(nobody)?).await?;
    tx.commit().await?;
    Reply::json(user.ok_or_else(nobody)?)
}
