//! `GET /organization/list-teams`, `GET /organization/list-user-teams`

use axum::extract::State;

use super::{
    access::Right,
    desk::Desk,
    input::{self, InQuery},
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::{members, teams},
};

/// The teams of a shop, for its members.
pub(super) async fn list_teams(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<InQuery>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "list a shop's teams").await?;
    let id = desk.organization(input.organization.as_deref());
    let id = id.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let standing = desk.standing(id).await?;
    standing.ok_or_else(|| Refusal::forbidden(Code::YouAreNotAllowedToAccessThisOrganization))?;
    let teams = teams::of_organization(&desk.tx, id).await?;
    desk.close().await?;
    Reply::json(teams)
}

pub(super) struct OfUser {
    user: Option<String>,
    organization: Option<String>,
}

impl Input for OfUser {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { user: query.optional_text("userId"), organization: query.optional_text("organizationId") })
    }
}

/// The caller's teams, of one shop or of all, or those of a member whom he may change.
pub(super) async fn list_user_teams(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<OfUser>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "list somebody's teams").await?;
    let me = desk.me.user.id;
    let user = input.user.as_deref().map_or(me, input::id);
    let organization = if user == me {
        input.organization.as_deref().map(input::id)
    } else {
        let id = desk.organization(input.organization.as_deref());
        Some(id.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?)
    };
    if let Some(id) = organization {
        let standing = desk.standing(id).await?;
        let standing = standing.ok_or_else(|| Refusal::forbidden(Code::YouAreNotAMemberOfThisOrganization))?;
        if user != me && !standing.may(Right::MemberUpdate) {
            return Err(Refusal::forbidden(Code::YouAreNotAllowedToUpdateThisMember));
        }
        let member = members::of(&desk.tx, id, user).await?;
        member.ok_or_else(|| Refusal::bad_request(Code::UserIsNotAMemberOfTheOrganization))?;
    }
    let teams = teams::of_user(&desk.tx, user, organization).await?;
    desk.close().await?;
    Reply::json(teams)
}
