//! `POST /organization/invite-member`

use axum::extract::State;
use db::Tx;
use http::StatusCode;
use serde_json::Value;
use uuid::Uuid;

use super::{
    INVITATIONS,
    access::Right,
    desk::Desk,
    input,
    standing::{Standing, rights_of},
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply, is_email},
    letters,
    store::{
        invitations::{self, Invitation, NewInvitation},
        members, organizations, teams,
        users::User,
    },
};

#[derive(Debug, Default)]
pub(super) struct Invite {
    pub(super) email: String,
    pub(super) roles: Vec<String>,
    pub(super) organization: Option<String>,
    pub(super) resend: bool,
    pub(super) teams: Vec<String>,
}

impl Input for Invite {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let email = body.text("email").to_lowercase();
        let roles = input::roles(body, "role");
        let organization = body.optional_text("organizationId");
        let resend = body.optional_boolean("resend").unwrap_or(false);
        let teams = match body.take("teamId") {
            None => Some(Vec::new()),
            Some(Value::String(text)) => Some(vec![text]),
            Some(Value::Array(values)) => input::texts(values),
            Some(_) => None,
        };
        if teams.is_none() {
            body.issue("teamId", "Invalid input");
        }
        Ok(Self { email, roles, organization, resend, teams: teams.unwrap_or_default() })
    }
}

/// Invites an address into a shop, by mail.
pub(super) async fn invite_member(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Invite>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "invite somebody").await?;
    let unknown = || Refusal::bad_request(Code::OrganizationNotFound);
    let id = desk.organization(input.organization.as_deref()).ok_or_else(unknown)?;
    if !is_email(&input.email) {
        return Err(Refusal::bad_request(Code::InvalidEmail));
    }
    let standing = desk.standing_alone(id).await?;
    let standing = standing.ok_or_else(|| Refusal::bad_request(Code::MemberNotFound))?;
    if !standing.may(Right::InvitationCreate) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToInviteUsersToThisOrganization));
    }
    let Desk { tx, me } = &desk;
    check_roles(tx, &standing, &input.roles).await?;
    let teams = check_teams(tx, id, &input.teams).await?;
    let invitation = send(&accounts, tx, id, &input, teams, &me.user).await?;
    desk.close().await?;
    Reply::json(invitation)
}

/// Makes the invitation, or prolongs the one that there is if that is wanted, and mails it. What is asked was checked, and the
/// shop is locked.
pub(super) async fn send(
    accounts: &Accounts,
    tx: &Tx,
    id: Uuid,
    wanted: &Invite,
    teams: Option<String>,
    inviter: &User,
) -> Result<Invitation, Refusal> {
    let organization = organizations::by_id(tx, id).await?;
    let organization = organization.ok_or_else(|| Refusal::bad_request(Code::OrganizationNotFound))?;
    if members::by_email(tx, id, &wanted.email).await?.is_some() {
        return Err(Refusal::bad_request(Code::UserIsAlreadyAMemberOfThisOrganization));
    }
    let renewed = if wanted.resend { invitations::renew(tx, id, &wanted.email).await? } else { None };
    let invitation = if let Some(invitation) = renewed {
        invitation
    } else {
        if invitations::count_open(tx, id).await? >= INVITATIONS {
            return Err(Refusal::forbidden(Code::InvitationLimitReached));
        }
        let role = wanted.roles.join(",");
        let new = NewInvitation { organization: id, email: &wanted.email, role: &role, teams, inviter: inviter.id };
        let made = invitations::create(tx, new).await?;
        made.ok_or_else(|| Refusal::bad_request(Code::UserIsAlreadyInvitedToThisOrganization))?
    };
    mail(accounts, tx, &invitation, inviter, &organization.name).await?;
    Ok(invitation)
}

/// Mails an invitation.
pub(super) async fn mail(
    accounts: &Accounts,
    tx: &Tx,
    invitation: &Invitation,
    inviter: &User,
    organization: &str,
) -> Result<(), Refusal> {
    let link = format!("{}/accept-invitation/{}", accounts.base_url, invitation.id);
    Ok(letters::invitation(tx, &invitation.email, inviter, organization, &link).await?)
}

/// The shop must have the roles, and the inviter must be able to give them.
pub(super) async fn check_roles(tx: &Tx, standing: &Standing, roles: &[String]) -> Result<(), Refusal> {
    if roles.is_empty() {
        return Err(Refusal::bad_request(Code::RoleNotFound));
    }
    let known = rights_of(tx, standing.member.organization_id, &roles.join(",")).await?;
    if let Some(unknown) = roles.iter().find(|role| known.iter().all(|(name, _)| name != *role)) {
        let shown: String = unknown.chars().take(100).collect();
        return Err(Refusal::message(StatusCode::BAD_REQUEST, format!("ROLE_NOT_FOUND: {shown}")));
    }
    if known.iter().all(|(role, rights)| standing.may_give(role, rights)) {
        return Ok(());
    }
    Err(Refusal::forbidden(Code::YouAreNotAllowedToInviteUserWithThisRole))
}

/// The shop must have the teams. Answers their ids, joined by commas.
async fn check_teams(tx: &Tx, organization: Uuid, given: &[String]) -> Result<Option<String>, Refusal> {
    if given.is_empty() {
        return Ok(None);
    }
    if given.iter().any(|id| id.contains(',')) {
        return Err(Refusal::bad_request(Code::InvalidTeamId));
    }
    let mut ids: Vec<Uuid> = given.iter().map(|text| input::id(text)).collect();
    ids.sort_unstable();
    ids.dedup();
    let joined = ids.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",");
    if teams::count(tx, organization, Some(&joined)).await? == ids.len() as u64 {
        return Ok(Some(joined));
    }
    Err(Refusal::bad_request(Code::TeamNotFound))
}
