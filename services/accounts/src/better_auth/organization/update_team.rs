//! `POST /organization/update-team`

use axum::extract::State;

use super::{access::Right, desk::Desk, input};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::teams,
};

pub(super) struct Update {
    team: String,
    name: Option<String>,
    organization: Option<String>,
}

impl Input for Update {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let team = body.text("teamId");
        body.open("data");
        let name = input::optional_filled_text(body, "data.name");
        Ok(Self { team, name, organization: body.optional_text("data.organizationId") })
    }
}

/// Calls a team something else.
pub(super) async fn update_team(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Update>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "rename a team").await?;
    let id = desk.organization(input.organization.as_deref());
    let id = id.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let standing = desk.standing_alone(id).await?;
    if !standing.is_some_and(|standing| standing.may(Right::TeamUpdate)) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToUpdateThisTeam));
    }
    let team = teams::rename(&desk.tx, id, input::id(&input.team), input.name.as_deref()).await?;
    let team = team.ok_or_else(|| Refusal::bad_request(Code::TeamNotFound))?;
    desk.close().await?;
    Reply::json(team)
}
