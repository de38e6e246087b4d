//! `POST /organization/leave`

use axum::extract::State;

use super::{delete::Named, desk::Desk, input::id, remove_member::take_out};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Refusal, Reply},
    store::{members, organizations},
};

/// Leaves a shop.
pub(super) async fn leave(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Named>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "leave a shop").await?;
    desk.himself()?;
    let id = id(&input.organization);
    organizations::lock(&desk.tx, id).await?;
    let me = members::person_of(&desk.tx, id, desk.me.user.id).await?;
    let me = me.ok_or_else(|| Refusal::bad_request(Code::MemberNotFound))?;
    take_out(&desk.tx, &me.member).await?;
    desk.close().await?;
    Reply::json(me)
}
