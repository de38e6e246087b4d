//! The same rules for the Admin API, where somebody of the staff may also be a program, or come with a key that allows less
//! than its owner: what he came with counts, and what his membership gives.

use std::collections::BTreeMap;

use auth::{Permissions, Staff};
use db::{OnConstraint, Tx};
use uuid::Uuid;

use super::{
    accept_invitation::{check_recipient, enter},
    access::{OWNER, Rights, split},
    desk::for_another,
    invite_member::{self, Invite, check_roles},
    remove_member::take_out,
    standing::{Standing, is_owner, rights_of},
};
use crate::{
    Accounts,
    better_auth::transport::{Code, Refusal, is_email},
    door,
    store::{
        active, actors,
        admin::people,
        invitations::{self, Invitation},
        members, organization_roles, organizations,
        users::{self, User},
    },
};

/// A role, and what of the Admin API it allows.
#[derive(Debug)]
pub(crate) struct Role {
    pub(crate) name: String,
    pub(crate) permissions: Permissions,
    /// Every shop has it.
    pub(crate) is_given: bool,
}

/// All roles of the shop of a transaction.
pub(crate) async fn roles(tx: &Tx) -> db::Result<Vec<Role>> {
    let given = auth::ROLES.iter().filter_map(|(name, _)| {
        Some(Role { name: (*name).to_owned(), permissions: auth::role_permissions(name)?, is_given: true })
    });
    let own = organization_roles::of_organization(tx, tx.organization()?).await?;
    let own = own.into_iter().map(|role| {
        let permissions = Rights::kept(&role.permission).permissions();
        Role { name: role.role, permissions, is_given: false }
    });
    Ok(given.chain(own).collect())
}

/// What a person is allowed in the shop of a transaction; `None` for who does not work there.
pub(crate) async fn permissions(tx: &Tx, user: Uuid) -> db::Result<Option<Permissions>> {
    let organization = tx.organization()?;
    let posts = actors::posts(tx, user).await?;
    Ok(posts.iter().find(|post| post.organization == organization).map(door::permissions))
}

/// Refuses an administrator who acts as somebody else: what he does to a shop's people and keys would outlast that.
pub(crate) fn himself(staff: &Staff) -> Result<(), Refusal> {
    if staff.is_impersonated() { Err(for_another()) } else { Ok(()) }
}

/// The same, for a change of who works in the shop or what he may: nobody else makes one before this one is over.
pub(crate) async fn alone(tx: &Tx, staff: &Staff) -> Result<(), Refusal> {
    himself(staff)?;
    Ok(organizations::lock(tx, staff.organization.0).await?)
}

/// Refuses to change somebody who has more than who wants to change him. The shop is locked; `None` when there is no such
/// person in it.
pub(crate) async fn check_manages(tx: &Tx, staff: &Staff, user: Uuid) -> Result<Option<()>, Refusal> {
    let Some(theirs) = permissions(tx, user).await? else {
        return Ok(None);
    };
    let mine = standing(tx, staff).await?;
    let they = Standing::find(tx, tx.organization()?, user).await?;
    let owns = |standing: &Option<Standing>| standing.as_ref().is_some_and(Standing::is_owner);
    let reaches = match (&mine, &they) {
        (Some(mine), Some(they)) => mine.rights().cover(&they.rights()),
        _ => true,
    };
    if staff.permissions.cover(theirs) && reaches && (owns(&mine) || !owns(&they)) {
        return Ok(Some(()));
    }
    Err(Refusal::forbidden(Code::YouAreNotAllowedToUpdateThisMember))
}

async fn standing(tx: &Tx, staff: &Staff) -> db::Result<Option<Standing>> {
    match staff.user() {
        Some(user) => Standing::find(tx, tx.organization()?, user.0).await,
        None => Ok(None),
    }
}

/// Invites an address. Who invites is named in the invitation, so it is a person.
pub(crate) async fn invite(
    accounts: &Accounts,
    tx: &Tx,
    staff: &Staff,
    email: String,
    roles: Vec<String>,
) -> Result<Invitation, Refusal> {
    if !is_email(&email) {
        return Err(Refusal::bad_request(Code::InvalidEmail));
    }
    let inviter = inviter(tx, staff, &roles).await?;
    let wanted = Invite { email, roles, ..Invite::default() };
    invite_member::send(accounts, tx, tx.organization()?, &wanted, None, &inviter).await
}

/// Mails an invitation again, whose time begins anew.
pub(crate) async fn remind(
    accounts: &Accounts,
    tx: &Tx,
    staff: &Staff,
    invitation: &Invitation,
) -> Result<(), Refusal> {
    let roles: Vec<String> = split(&invitation.role).map(str::to_owned).collect();
    let inviter = inviter(tx, staff, &roles).await?;
    let organization = organizations::by_id(tx, invitation.organization_id).await?;
    let organization = organization.ok_or_else(|| Refusal::bad_request(Code::OrganizationNotFound))?;
    invite_member::mail(accounts, tx, invitation, &inviter, &organization.name).await
}

/// The member who invites, if he may give these roles.
async fn inviter(tx: &Tx, staff: &Staff, roles: &[String]) -> Result<User, Refusal> {
    let not_allowed = || Refusal::forbidden(Code::YouAreNotAllowedToInviteUsersToThisOrganization);
    let standing = standing(tx, staff).await?.ok_or_else(not_allowed)?;
    check_roles(tx, &standing, roles).await?;
    for (_, rights) in rights_of(tx, standing.member.organization_id, &roles.join(",")).await? {
        if !staff.permissions.cover(rights.permissions()) {
            return Err(Refusal::forbidden(Code::YouAreNotAllowedToInviteUserWithThisRole));
        }
    }
    users::by_id(tx, standing.member.user_id).await?.ok_or_else(not_allowed)
}

/// Makes who is signed in a member of the shop that he is invited to, once, and lets his session work there.
pub(crate) async fn accept(tx: &Tx, user: &User, session: Uuid, invitation: Uuid) -> Result<Invitation, Refusal> {
    let invitation = invitations::open_by_id(tx, invitation).await?;
    let invitation = invitation.ok_or_else(|| Refusal::bad_request(Code::InvitationNotFound))?;
    check_recipient(&invitation, user)?;
    let (invitation, member) = enter(tx, invitation, user.id).await?;
    if let Some(teams) = &invitation.team_id {
        crate::store::teams::join(tx, member.organization_id, user.id, teams).await?;
    }
    active::choose(tx, session, Some(member.organization_id), None).await?;
    Ok(invitation)
}

/// Ends somebody's work in the shop of a transaction, which is locked: his membership, and the roles he has beside it.
pub(crate) async fn remove(tx: &Tx, user: Uuid) -> Result<(), Refusal> {
    let organization = tx.organization()?;
    if let Some(member) = members::of(tx, organization, user).await? {
        return take_out(tx, &member).await;
    }
    active::leave(tx, user, organization).await?;
    Ok(people::take_roles(tx, organization, user, None).await?)
}

/// Gives somebody roles beside those of his membership. Owners are made by owners, with Better Auth's routes.
pub(crate) async fn give(tx: &Tx, staff: &Staff, user: Uuid, names: &[String]) -> Result<(), Refusal> {
    let known: BTreeMap<String, Permissions> =
        roles(tx).await?.into_iter().map(|role| (role.name, role.permissions)).collect();
    for name in names {
        let Some(permissions) = known.get(name) else {
            let shown: String = name.chars().take(100).collect();
            let message = format!("ROLE_NOT_FOUND: {shown}");
            return Err(Refusal::worded(http::StatusCode::BAD_REQUEST, Code::RoleNotFound, message));
        };
        if name == OWNER || !staff.permissions.cover(*permissions) {
            return Err(Refusal::forbidden(Code::YouAreNotAllowedToUpdateThisMember));
        }
    }
    let by = staff.user().map(|user| user.0);
    let badly_named = |_| {
        let message = "A role is given by this route if its name has only a-z, 0-9, - and _, a letter first";
        Refusal::worded(http::StatusCode::BAD_REQUEST, Code::RoleNotFound, message)
    };
    people::give_roles(tx, user, names, by).await.on_constraint("user_roles_role_check", badly_named)
}

/// Takes roles from somebody, those of his membership too. A member without any is a plain member, and a shop keeps an owner.
pub(crate) async fn take(tx: &Tx, user: Uuid, names: &[String]) -> Result<(), Refusal> {
    let organization = tx.organization()?;
    people::take_roles(tx, organization, user, Some(names)).await?;
    let Some(member) = members::of(tx, organization, user).await? else {
        return Ok(());
    };
    let kept: Vec<&str> = split(&member.role).filter(|role| !names.iter().any(|name| name == role)).collect();
    let role = if kept.is_empty() { "member".to_owned() } else { kept.join(",") };
    if role == member.role {
        return Ok(());
    }
    if is_owner(&member.role) && !is_owner(&role) && members::count_with_role(tx, organization, OWNER).await? <= 1 {
        return Err(Refusal::bad_request(Code::YouCannotLeaveTheOrganizationWithoutAnOwner));
    }
    members::set_role(tx, organization, member.id, &role).await?;
    Ok(())
}
