//! `POST /organization/delete-role`

use axum::extract::State;
use serde_json::json;

use super::{
    access::{Right, Rights},
    desk::Desk,
    get_role::key,
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::{
        members,
        organization_roles::{self, Key},
    },
};

pub(super) struct Delete {
    organization: Option<String>,
    key: Key,
}

impl Input for Delete {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let organization = body.optional_text("organizationId");
        Ok(Self { organization, key: key(body, "body")? })
    }
}

/// Removes a role that nobody has.
pub(super) async fn delete_role(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Delete>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "remove a role").await?;
    let id = desk.organization(input.organization.as_deref());
    let id = id.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let standing = desk.standing_alone(id).await?;
    let standing = standing.ok_or_else(|| Refusal::forbidden(Code::YouAreNotAMemberOfThisOrganization))?;
    if !standing.may(Right::RoleDelete) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToDeleteARole));
    }
    if matches!(&input.key, Key::Name(name) if Rights::given(name).is_some()) {
        return Err(Refusal::bad_request(Code::CannotDeleteAPreDefinedRole));
    }
    let role = organization_roles::find(&desk.tx, id, &input.key).await?;
    let role = role.ok_or_else(|| Refusal::bad_request(Code::RoleNotFound))?;
    if !standing.has_all_of(&Rights::kept(&role.permission)) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToDeleteARole));
    }
    let is_held = members::count_with_role(&desk.tx, id, &role.role).await? > 0
        || organization_roles::is_held_beside(&desk.tx, &role).await?;
    if is_held {
        return Err(Refusal::bad_request(Code::RoleIsAssignedToMembers));
    }
    organization_roles::remove(&desk.tx, &role).await?;
    desk.close().await?;
    Reply::json(json!({ "success": true }))
}
