//! `GET /organization/list`

use axum::extract::State;

use super::desk::Desk;
use crate::{
    Accounts,
    better_auth::transport::{Call, Refusal, Reply},
    store::organizations,
};

/// The caller's shops.
pub(super) async fn list_organizations(
    State(accounts): State<Accounts>,
    Call { caller, .. }: Call<()>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "list somebody's shops").await?;
    let organizations = organizations::of_user(&desk.tx, desk.me.user.id).await?;
    desk.close().await?;
    Reply::json(organizations)
}
