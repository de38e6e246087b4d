//! `POST /organization/create-team`

use axum::extract::State;

use super::{TEAMS, access::Right, desk::Desk};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::teams,
};

pub(super) struct Create {
    name: String,
    organization: Option<String>,
}

impl Input for Create {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { name: body.filled_text("name"), organization: body.optional_text("organizationId") })
    }
}

/// Makes a team.
pub(super) async fn create_team(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Create>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open_silently(&accounts, &caller, "make a team").await?;
    let id = desk.organization(input.organization.as_deref());
    let id = id.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let stranger = || Refusal::forbidden(Code::YouAreNotAllowedToInviteUsersToThisOrganization);
    let standing = desk.standing_alone(id).await?.ok_or_else(stranger)?;
    if !standing.may(Right::TeamCreate) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToCreateTeamsInThisOrganization));
    }
    if teams::count(&desk.tx, id, None).await? >= TEAMS {
        return Err(Refusal::bad_request(Code::YouHaveReachedTheMaximumNumberOfTeams));
    }
    let team = teams::create(&desk.tx, id, &input.name, false).await?;
    desk.close().await?;
    Reply::json(team)
}
