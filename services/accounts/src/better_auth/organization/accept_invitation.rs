//! `POST /organization/accept-invitation`, `POST /organization/reject-invitation`

use axum::extract::State;
use db::Tx;
use http::StatusCode;
use serde_json::json;
use uuid::Uuid;

use super::{
    access::{Right, split},
    create::has_room,
    desk::{Desk, with_session},
    input::id,
    invite_member::check_roles,
    standing::Standing,
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::{
        active,
        invitations::{self, Invitation},
        members::{self, Member},
        organizations, teams,
        users::User,
    },
};

pub(super) struct Answer {
    pub(super) invitation: String,
}

impl Input for Answer {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { invitation: body.text("invitationId") })
    }
}

/// Makes the invited a member, once, and lets his session work in the shop. What the inviter could not give now, nobody
/// gets of him.
pub(super) async fn accept_invitation(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Answer>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "accept an invitation").await?;
    let gone = || Refusal::bad_request(Code::InvitationNotFound);
    let invitation = mine(&desk, &input, gone).await?;
    desk.himself()?;
    let Desk { tx, me } = &desk;
    let organization = invitation.organization_id;
    let (invitation, member) = enter(tx, invitation, me.user.id).await?;
    let joined = match &invitation.team_id {
        Some(ids) => teams::join(tx, organization, me.user.id, ids).await?,
        None => Vec::new(),
    };
    let only = if let [team] = joined.as_slice() { Some(team.team_id) } else { None };
    active::choose(tx, me.session.id, Some(organization), only).await?;
    let mut reply = Reply::json(json!({ "invitation": invitation, "member": member }))?;
    if only.is_some() {
        reply = with_session(&accounts, &caller, me, reply);
    }
    desk.close().await?;
    Ok(reply)
}

/// Makes somebody a member by an open invitation of his, once.
pub(super) async fn enter(tx: &Tx, invitation: Invitation, user: Uuid) -> Result<(Invitation, Member), Refusal> {
    let gone = || Refusal::bad_request(Code::InvitationNotFound);
    let organization = invitation.organization_id;
    organizations::lock(tx, organization).await?;
    let inviter = Standing::find(tx, organization, invitation.inviter_id).await?;
    let inviter = inviter.filter(|inviter| inviter.may(Right::InvitationCreate));
    let inviter = inviter.ok_or_else(|| Refusal::bad_request(Code::InviterIsNoLongerAMemberOfTheOrganization))?;
    let roles: Vec<String> = split(&invitation.role).map(str::to_owned).collect();
    check_roles(tx, &inviter, &roles).await?;
    let invitation = invitations::end(tx, &invitation, "accepted").await?.ok_or_else(gone)?;
    let before = members::of(tx, organization, user).await?;
    let member = if let Some(member) = before {
        member
    } else {
        has_room(tx, organization).await?;
        members::create(tx, organization, user, &invitation.role).await?.ok_or_else(gone)?
    };
    Ok((invitation, member))
}

/// Says no to an invitation.
pub(super) async fn reject_invitation(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Answer>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "reject an invitation").await?;
    let gone = || Refusal::worded(StatusCode::BAD_REQUEST, Code::InvitationNotFound, "Invitation not found!");
    let invitation = mine(&desk, &input, gone).await?;
    let rejected = invitations::end(&desk.tx, &invitation, "rejected").await?.ok_or_else(gone)?;
    desk.close().await?;
    Reply::json(json!({ "invitation": rejected, "member": null }))
}

/// An open invitation of the caller's, whose address must be proven.
async fn mine(desk: &Desk, input: &Answer, gone: impl FnOnce() -> Refusal) -> Result<Invitation, Refusal> {
    let invitation = invitations::open_by_id(&desk.tx, id(&input.invitation)).await?.ok_or_else(gone)?;
    check_recipient(&invitation, &desk.me.user)?;
    Ok(invitation)
}

/// An invitation is for who has proven its address, and for nobody else.
pub(super) fn check_recipient(invitation: &Invitation, user: &User) -> Result<(), Refusal> {
    if invitation.email != user.email {
        return Err(Refusal::forbidden(Code::YouAreNotTheRecipientOfTheInvitation));
    }
    if !user.email_verified {
        return Err(Refusal::forbidden(Code::EmailVerificationRequiredBeforeAcceptingOrRejectingInvitation));
    }
    Ok(())
}
