//! `POST /organization/delete`

use axum::extract::State;

use super::{access::Right, desk::Desk, input::id};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::{active, organizations},
};

pub(super) struct Named {
    pub(super) organization: String,
}

impl Input for Named {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { organization: body.text("organizationId") })
    }
}

/// Deletes a shop and everything in it but its logs, for an owner who has signed in within a day.
pub(super) async fn delete(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Named>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open_silently(&accounts, &caller, "delete a shop").await?;
    let id = id(&input.organization);
    let standing = desk.standing_alone(id).await?;
    let standing = standing.ok_or_else(|| Refusal::bad_request(Code::UserIsNotAMemberOfTheOrganization))?;
    if !standing.may(Right::OrganizationDelete) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToDeleteThisOrganization));
    }
    active::close(&desk.tx, id).await?;
    accounts.fresh(&desk.me)?;
    let gone = organizations::delete(&desk.tx, id).await?;
    desk.close().await?;
    Reply::json(gone)
}
