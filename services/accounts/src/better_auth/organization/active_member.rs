//! `GET /organization/get-active-member`, `GET /organization/get-active-member-role`

use axum::extract::State;
use serde_json::json;

use super::{desk::Desk, input};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::members,
};

/// What the caller is in the active shop.
pub(super) async fn get_active_member(
    State(accounts): State<Accounts>,
    Call { caller, .. }: Call<()>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "look up what somebody is").await?;
    let id = desk.organization(None).ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let member = members::person_of(&desk.tx, id, desk.me.user.id).await?;
    desk.close().await?;
    Reply::json(member.ok_or_else(|| Refusal::bad_request(Code::MemberNotFound))?)
}

pub(super) struct Role {
    user: Option<String>,
    organization: Option<String>,
    slug: Option<String>,
}

impl Input for Role {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self {
            user: query.optional_text("userId"),
            organization: query.optional_text("organizationId"),
            slug: query.optional_text("organizationSlug"),
        })
    }
}

/// The caller's role, or that of another member.
pub(super) async fn get_active_member_role(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Role>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "look up somebody's role").await?;
    let tx = &desk.tx;
    let id = desk.organization_or_slug(input.organization.as_deref(), input.slug.as_deref()).await?;
    let id = id.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let stranger = || Refusal::forbidden(Code::YouAreNotAMemberOfThisOrganization);
    let me = desk.standing(id).await?.ok_or_else(stranger)?.member;
    let member = match &input.user {
        Some(user) => members::of(tx, id, input::id(user)).await?.ok_or_else(stranger)?,
        None => me,
    };
    desk.close().await?;
    Reply::json(json!({ "role": member.role }))
}
