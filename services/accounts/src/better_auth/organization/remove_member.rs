//! `POST /organization/remove-member`

use axum::extract::State;
use db::Tx;
use serde_json::json;

use super::{
    access::{OWNER, Right},
    desk::Desk,
    input::id,
    standing::is_owner,
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::{
        active,
        admin::people,
        members::{self, Member},
    },
};

pub(super) struct Remove {
    member: String,
    organization: Option<String>,
}

impl Input for Remove {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { member: body.text("memberIdOrEmail"), organization: body.optional_text("organizationId") })
    }
}

/// Takes somebody out of a shop who has no more rights than the caller. Owners are removed by owners.
pub(super) async fn remove_member(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Remove>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "remove a member").await?;
    let organization = desk.organization(input.organization.as_deref());
    let organization = organization.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let not_found = || Refusal::bad_request(Code::MemberNotFound);
    let standing = desk.standing_alone(organization).await?.ok_or_else(not_found)?;
    let tx = &desk.tx;
    let found = if input.member.contains('@') {
        members::by_email(tx, organization, &input.member.to_lowercase()).await?
    } else {
        members::by_id(tx, organization, id(&input.member)).await?
    };
    let not_allowed = || Refusal::new(http::StatusCode::UNAUTHORIZED, Code::YouAreNotAllowedToDeleteThisMember);
    if !standing.may(Right::MemberDelete) {
        return Err(not_allowed());
    }
    let found = found.ok_or_else(not_found)?;
    if is_owner(&found.member.role) && !standing.is_owner() {
        return Err(Refusal::bad_request(Code::YouCannotLeaveTheOrganizationAsTheOnlyOwner));
    }
    if !standing.manages(tx, found.member.user_id).await? {
        return Err(not_allowed());
    }
    take_out(tx, &found.member).await?;
    desk.close().await?;
    Reply::json(json!({ "member": found }))
}

/// Ends a membership, and with it its place in teams and sessions, unless nobody would own the shop. The shop is locked.
pub(super) async fn take_out(tx: &Tx, member: &Member) -> Result<(), Refusal> {
    let organization = member.organization_id;
    if is_owner(&member.role) && members::count_with_role(tx, organization, OWNER).await? <= 1 {
        return Err(Refusal::bad_request(Code::YouCannotLeaveTheOrganizationAsTheOnlyOwner));
    }
    active::leave(tx, member.user_id, organization).await?;
    people::take_roles(tx, organization, member.user_id, None).await?;
    members::remove(tx, organization, member.id).await?;
    Ok(())
}
