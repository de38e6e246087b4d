//! `POST /organization/remove-team`

use axum::extract::State;
use serde_json::json;

use super::{access::Right, desk::Desk, input};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::teams,
};

pub(super) struct Remove {
    team: String,
    organization: Option<String>,
}

impl Input for Remove {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { team: body.text("teamId"), organization: body.optional_text("organizationId") })
    }
}

/// Dissolves a team: not the one in which the caller works, and not the last one.
pub(super) async fn remove_team(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Remove>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open_silently(&accounts, &caller, "dissolve a team").await?;
    let id = desk.organization(input.organization.as_deref());
    let id = id.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let not_this = || Refusal::forbidden(Code::YouAreNotAllowedToDeleteThisTeam);
    let standing = desk.standing_alone(id).await?.ok_or_else(not_this)?;
    let team = input::id(&input.team);
    if desk.me.session.active_team_id == Some(team) {
        return Err(not_this());
    }
    if !standing.may(Right::TeamDelete) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToDeleteTeamsInThisOrganization));
    }
    let not_found = || Refusal::bad_request(Code::TeamNotFound);
    teams::by_id(&desk.tx, id, team).await?.ok_or_else(not_found)?;
    if teams::count(&desk.tx, id, None).await? <= 1 {
        return Err(Refusal::bad_request(Code::UnableToRemoveLastTeam));
    }
    teams::remove(&desk.tx, id, team).await?;
    desk.close().await?;
    Reply::json(json!({ "message": "Team removed successfully." }))
}
