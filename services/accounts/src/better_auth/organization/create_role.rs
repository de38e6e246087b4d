//! `POST /organization/create-role`

use axum::extract::State;
use serde_json::{Value, json};

use super::{
    ROLES,
    access::{Permission, Right, Rights},
    desk::Desk,
    input,
    standing::Standing,
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::organization_roles::{self, OrganizationRole},
};

pub(super) struct Create {
    organization: Option<String>,
    role: String,
    permission: Permission,
}

impl Input for Create {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let organization = body.optional_text("organizationId");
        let role = role_name(body, "role");
        let permission = input::permission(body, "permission");
        if body.has("additionalFields") {
            body.open("additionalFields");
        }
        Ok(Self { organization, role, permission })
    }
}

/// The name of a role: lower case, and nothing that would make several of it.
pub(super) fn role_name(fields: &mut Fields, name: &str) -> String {
    let role = fields.filled_text(name).to_lowercase();
    let is_good =
        role.trim() == role && role.len() <= 100 && !role.contains(',') && !role.chars().any(char::is_control);
    if !is_good {
        fields.issue(name, "Invalid role: expected up to 100 characters without commas, and no blanks at its ends");
    }
    role
}

/// Makes a role. Nobody gives what he has not.
pub(super) async fn create_role(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Create>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "make a role").await?;
    let id = desk.organization(input.organization.as_deref());
    let id = id.ok_or_else(|| Refusal::bad_request(Code::YouMustBeInAnOrganizationToCreateARole))?;
    let standing = desk.standing_alone(id).await?;
    let standing = standing.ok_or_else(|| Refusal::forbidden(Code::YouAreNotAMemberOfThisOrganization))?;
    if !standing.may(Right::RoleCreate) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToCreateARole));
    }
    check(&standing, &input.permission, Code::YouAreNotAllowedToCreateARole)?;
    if organization_roles::of_organization(&desk.tx, id).await?.len() >= ROLES {
        return Err(Refusal::bad_request(Code::TooManyRoles));
    }
    let taken = || Refusal::bad_request(Code::RoleNameIsAlreadyTaken);
    if Rights::given(&input.role).is_some() {
        return Err(taken());
    }
    let text = serde_json::to_string(&input.permission).map_err(web::ApiError::internal)?;
    let made = organization_roles::create(&desk.tx, id, &input.role, &text).await?.ok_or_else(taken)?;
    desk.close().await?;
    Reply::json(json!({ "success": true, "roleData": shown(&made), "statements": input.permission }))
}

/// What a role is to allow must exist, and its maker must have it.
pub(super) fn check(standing: &Standing, permission: &Permission, refusal: Code) -> Result<(), Refusal> {
    if permission.has_unknown_resource() {
        return Err(Refusal::bad_request(Code::InvalidResource));
    }
    let missing = standing.rights().missing(permission);
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::forbidden(refusal).with_detail("missingPermissions", missing))
}

/// A role as clients of Better Auth see it.
pub(super) fn shown(role: &OrganizationRole) -> Value {
    let permission: Option<Permission> = serde_json::from_str(&role.permission).ok();
    json!({
        "organizationId": role.organization_id,
        "role": role.role,
        "permission": permission,
        "createdAt": role.created_at,
        "updatedAt": role.updated_at,
        "id": role.id,
    })
}
