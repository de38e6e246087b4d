//! `POST /organization/add-team-member`, `POST /organization/remove-team-member`

use axum::extract::State;
use serde_json::json;
use uuid::Uuid;

use super::{access::Right, desk::Desk, input::id};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::{active, members, teams},
};

pub(super) struct Place {
    team: String,
    user: String,
    organization: Option<String>,
}

impl Input for Place {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let team = body.text("teamId");
        if !body.has("userId") {
            body.issue("userId", "Invalid input: expected nonoptional, received undefined");
        }
        let user = body.optional_text("userId").unwrap_or_default();
        Ok(Self { team, user, organization: body.optional_text("organizationId") })
    }
}

/// Puts a member into a team; once is enough.
pub(super) async fn add_team_member(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Place>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "put somebody into a team").await?;
    let refusal = Code::YouAreNotAllowedToCreateANewTeamMember;
    let (organization, team, user) = check(&desk, &input, Right::MemberUpdate, refusal).await?;
    let place = match teams::add(&desk.tx, organization, team, user).await? {
        Some(place) => Some(place),
        None => teams::member(&desk.tx, organization, team, user).await?,
    };
    desk.close().await?;
    Reply::json(place)
}

/// Takes somebody out of a team.
pub(super) async fn remove_team_member(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Place>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "take somebody out of a team").await?;
    let refusal = Code::YouAreNotAllowedToRemoveATeamMember;
    let (organization, team, user) = check(&desk, &input, Right::MemberDelete, refusal).await?;
    if teams::take_out(&desk.tx, organization, team, user).await? == 0 {
        return Err(Refusal::bad_request(Code::UserIsNotAMemberOfTheTeam));
    }
    active::leave_team(&desk.tx, user, team).await?;
    desk.close().await?;
    Reply::json(json!({ "message": "Team member removed successfully." }))
}

/// The shop, the team and the member, when the caller may.
async fn check(desk: &Desk, input: &Place, right: Right, refusal: Code) -> Result<(Uuid, Uuid, Uuid), Refusal> {
    let organization = desk.organization(input.organization.as_deref());
    let organization = organization.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let stranger = || Refusal::bad_request(Code::UserIsNotAMemberOfTheOrganization);
    let standing = desk.standing_alone(organization).await?.ok_or_else(stranger)?;
    if !standing.may(right) {
        return Err(Refusal::forbidden(refusal));
    }
    let (team, user) = (id(&input.team), id(&input.user));
    members::of(&desk.tx, organization, user).await?.ok_or_else(stranger)?;
    let found = teams::by_id(&desk.tx, organization, team).await?;
    found.ok_or_else(|| Refusal::bad_request(Code::TeamNotFound))?;
    Ok((organization, team, user))
}
