//! `GET /organization/list-team-members`

use axum::extract::State;

use super::{desk::Desk, input::id};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::teams,
};

pub(super) struct ListMembers {
    team: Option<String>,
}

impl Input for ListMembers {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { team: query.optional_text("teamId") })
    }
}

/// Who is in a team, for those who are in it.
pub(super) async fn list_team_members(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<ListMembers>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "list a team's members").await?;
    let Desk { tx, me } = &desk;
    let id = input.team.as_deref().map(id).or(me.session.active_team_id);
    let id = id.ok_or_else(|| Refusal::bad_request(Code::YouDoNotHaveAnActiveTeam))?;
    let team = teams::in_reach(tx, me.user.id, id).await?;
    let team = team.ok_or_else(|| Refusal::bad_request(Code::TeamNotFound))?;
    let members = teams::members(tx, team.organization_id, id).await?;
    if members.iter().all(|member| member.user_id != me.user.id) {
        return Err(Refusal::bad_request(Code::UserIsNotAMemberOfTheTeam));
    }
    desk.close().await?;
    Reply::json(members)
}
