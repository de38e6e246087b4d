//! `POST /organization/update-member-role`

use axum::extract::State;
use http::StatusCode;
use uuid::Uuid;

use super::{
    access::{OWNER, Right},
    desk::Desk,
    input,
    standing::{is_owner, rights_of},
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::members,
};

pub(super) struct Update {
    roles: Vec<String>,
    member: String,
    organization: Option<String>,
}

impl Input for Update {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self {
            roles: input::roles(body, "role"),
            member: body.text("memberId"),
            organization: body.optional_text("organizationId"),
        })
    }
}

/// Gives a member other roles, who has and gets none above the caller's own, and never so that nobody owns the shop.
pub(super) async fn update_member_role(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Update>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "change a member's role").await?;
    if input.roles.is_empty() {
        return Err(Refusal::empty(StatusCode::BAD_REQUEST));
    }
    let id = desk.organization(input.organization.as_deref());
    let id = id.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let not_found = || Refusal::bad_request(Code::MemberNotFound);
    let not_allowed = || Refusal::forbidden(Code::YouAreNotAllowedToUpdateThisMember);
    let standing = desk.standing_alone(id).await?.ok_or_else(not_found)?;
    if !standing.may(Right::MemberUpdate) {
        return Err(not_allowed());
    }
    let tx = &desk.tx;
    // Whether another shop has a member of this id is nobody's business here.
    let member: Uuid = input.member.parse().map_err(|_| not_found())?;
    let member = members::by_id(tx, id, member).await?.ok_or_else(not_allowed)?.member;

    let role = input.roles.join(",");
    let known = rights_of(tx, id, &role).await?;
    if let Some(unknown) = input.roles.iter().find(|role| known.iter().all(|(name, _)| name != *role)) {
        let shown: String = unknown.chars().take(100).collect();
        let message = format!("ROLE_NOT_FOUND: {shown}");
        return Err(Refusal::worded(StatusCode::BAD_REQUEST, Code::RoleNotFound, message));
    }
    let may_give = known.iter().all(|(role, rights)| standing.may_give(role, rights));
    if !may_give || !standing.manages(tx, member.user_id).await? {
        return Err(not_allowed());
    }
    let leaves_none = is_owner(&member.role) && !is_owner(&role) && members::count_with_role(tx, id, OWNER).await? <= 1;
    if leaves_none {
        return Err(Refusal::bad_request(Code::YouCannotLeaveTheOrganizationWithoutAnOwner));
    }
    let changed = members::set_role(tx, id, member.id, &role).await?.ok_or_else(not_found)?;
    desk.close().await?;
    Reply::json(changed)
}
