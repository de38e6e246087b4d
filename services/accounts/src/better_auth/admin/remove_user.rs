//! `POST /admin/remove-user`

use axum::extract::State;
use serde_json::json;

use super::{Named, Right, allowed_alone, nobody};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Refusal, Reply},
    privacy,
    store::members,
};

/// Removes somebody: his account, his sessions, his keys, his memberships; and a job erases what shops keep about him.
pub(super) async fn remove_user(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Named>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("remove somebody").await?;
    let me = allowed_alone(&accounts, &tx, &caller, Right::DeleteUsers).await?;
    if input.user == Some(me.user.id) {
        return Err(Refusal::bad_request(Code::YouCannotRemoveYourself));
    }
    let user = input.user.ok_or_else(nobody)?;
    if members::is_only_owner(&tx, user).await? {
        return Err(Refusal::bad_request(Code::YouCannotLeaveTheOrganizationAsTheOnlyOwner));
    }
    if !privacy::depart(&accounts, &tx, user, me.user.id).await? {
        return Err(nobody());
    }
    tx.commit().await?;
    tracing::info!(admin = %me.user.id, user = %user, "an administrator removed somebody");
    Reply::json(json!({ "success": true }))
}
