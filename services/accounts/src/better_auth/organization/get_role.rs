//! `GET /organization/list-roles`, `GET /organization/get-role`

use axum::extract::State;
use uuid::Uuid;

use super::{
    access::Right,
    create_role::shown,
    desk::Desk,
    input::{self, InQuery},
    standing::Standing,
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::organization_roles::{self, Key},
};

/// The roles that a shop made.
pub(super) async fn list_roles(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<InQuery>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "list a shop's roles").await?;
    let (id, standing) = enter(&desk, input.organization.as_deref()).await?;
    if !standing.may(Right::RoleRead) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToListARole));
    }
    let roles = organization_roles::of_organization(&desk.tx, id).await?;
    desk.close().await?;
    Reply::json(roles.iter().map(shown).collect::<Vec<_>>())
}

pub(super) struct GetRole {
    organization: Option<String>,
    key: Key,
}

impl Input for GetRole {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        let organization = query.optional_text("organizationId");
        Ok(Self { organization, key: key(query, "query")? })
    }
}

/// One of them.
pub(super) async fn get_role(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<GetRole>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "show a role").await?;
    let (id, standing) = enter(&desk, input.organization.as_deref()).await?;
    if !standing.may(Right::RoleRead) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToReadARole));
    }
    let role = organization_roles::find(&desk.tx, id, &input.key).await?;
    desk.close().await?;
    Reply::json(shown(&role.ok_or_else(|| Refusal::bad_request(Code::RoleNotFound))?))
}

/// By what a role is named: one of the two ways.
pub(super) fn key(fields: &mut Fields, place: &str) -> Result<Key, Refusal> {
    let id = input::optional_filled_text(fields, "roleId");
    let name = input::optional_filled_text(fields, "roleName");
    match (name, id) {
        (Some(name), None) => Ok(Key::Name(name)),
        (None, Some(id)) => Ok(Key::Id(input::id(&id))),
        _ => Err(input::misshapen(place)),
    }
}

/// The shop that is meant, and what the caller is in it.
async fn enter(desk: &Desk, named: Option<&str>) -> Result<(Uuid, Standing), Refusal> {
    let id = desk.organization(named).ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let standing = desk.standing(id).await?;
    Ok((id, standing.ok_or_else(|| Refusal::forbidden(Code::YouAreNotAMemberOfThisOrganization))?))
}
