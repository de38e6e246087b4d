//! `POST /organization/update-role`

use axum::extract::State;
use db::OnConstraint;
use http::StatusCode;
use serde_json::json;

use super::{
    access::{Permission, Right, Rights},
    create_role::{check, role_name, shown},
    desk::Desk,
    get_role::key,
    input,
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::organization_roles::{self, Key},
};

pub(super) struct Update {
    organization: Option<String>,
    key: Key,
    name: Option<String>,
    permission: Option<Permission>,
}

impl Input for Update {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let organization = body.optional_text("organizationId");
        let key = key(body, "body")?;
        body.open("data");
        let name = body.has("data.roleName").then(|| role_name(body, "data.roleName"));
        let permission = body.has("data.permission").then(|| input::permission(body, "data.permission"));
        Ok(Self { organization, key, name, permission })
    }
}

/// Changes what a role allows or how it is called; its members keep it.
pub(super) async fn update_role(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Update>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "change a role").await?;
    let id = desk.organization(input.organization.as_deref());
    let id = id.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let standing = desk.standing_alone(id).await?;
    let standing = standing.ok_or_else(|| Refusal::forbidden(Code::YouAreNotAMemberOfThisOrganization))?;
    if !standing.may(Right::RoleUpdate) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToUpdateARole));
    }
    let tx = &desk.tx;
    let not_found = || Refusal::bad_request(Code::RoleNotFound);
    let role = organization_roles::find(tx, id, &input.key).await?.ok_or_else(not_found)?;
    if !standing.has_all_of(&Rights::kept(&role.permission)) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToUpdateARole));
    }
    let permission = match &input.permission {
        Some(permission) => {
            check(&standing, permission, Code::YouAreNotAllowedToUpdateARole)?;
            Some(serde_json::to_string(permission).map_err(web::ApiError::internal)?)
        }
        None => None,
    };
    let taken = || Refusal::bad_request(Code::RoleNameIsAlreadyTaken);
    let name = input.name.as_deref().filter(|name| *name != role.role);
    if name.and_then(Rights::given).is_some() {
        return Err(taken());
    }
    let changed = organization_roles::update(tx, &role, name, permission.as_deref()).await;
    let changed = changed.on_constraint("organizationRole_organizationId_role_key", |_| taken())?;
    let changed = changed.ok_or_else(not_found)?;
    if let Some(name) = name {
        let renamed = organization_roles::rename_everywhere(tx, id, &role.role, name).await;
        renamed.on_constraint("user_roles_role_check", |_| {
            let message =
                "Somebody has this role beside his membership: its name has only a-z, 0-9, - and _, a letter first";
            Refusal::worded(StatusCode::BAD_REQUEST, Code::ValidationError, message)
        })?;
    }
    desk.close().await?;
    Reply::json(json!({ "success": true, "roleData": shown(&changed) }))
}
