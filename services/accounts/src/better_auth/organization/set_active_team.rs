//! `POST /organization/set-active-team`

use axum::extract::State;

use super::{
    desk::{Desk, with_session},
    input::{self, Nullable},
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::{active, organizations, teams},
};

pub(super) struct SetActive {
    team: Nullable,
}

impl Input for SetActive {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { team: Nullable::read(body, "teamId") })
    }
}

/// Chooses the team in which this session works; `null` for none.
pub(super) async fn set_active_team(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<SetActive>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "choose a team").await?;
    let Desk { tx, me } = &desk;
    let (organization, before) = (me.session.active_organization_id, me.session.active_team_id);
    if input.team == Nullable::Null {
        let reply = Reply::json(None::<()>)?;
        if before.is_none() {
            return Ok(reply);
        }
        active::choose(tx, me.session.id, organization, None).await?;
        let reply = with_session(&accounts, &caller, me, reply);
        desk.close().await?;
        return Ok(reply);
    }
    let Some(team) = input.team.text().map(|text| input::id(&text)).or(before) else {
        return Reply::json(None::<()>);
    };
    let organization = organization.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    organizations::lock(tx, organization).await?;
    let found = teams::by_id(tx, organization, team).await?;
    let found = found.ok_or_else(|| Refusal::bad_request(Code::TeamNotFound))?;
    let place = teams::member(tx, organization, team, me.user.id).await?;
    place.ok_or_else(|| Refusal::forbidden(Code::UserIsNotAMemberOfTheTeam))?;
    active::choose(tx, me.session.id, Some(organization), Some(team)).await?;
    let reply = with_session(&accounts, &caller, me, Reply::json(found)?);
    desk.close().await?;
    Ok(reply)
}
