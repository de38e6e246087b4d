//! `GET /organization/get-invitation`

use axum::extract::State;
use http::StatusCode;
use serde_json::json;

use super::{desk::Desk, input::id};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::{invitations, members, organizations},
};

pub(super) struct Get {
    id: String,
}

impl Input for Get {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { id: query.text("id") })
    }
}

/// An open invitation of the caller's, into what, and of whom.
pub(super) async fn get_invitation(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Get>,
) -> Result<Reply, Refusal> {
    let nobody = || Refusal::message(StatusCode::UNAUTHORIZED, "Not authenticated");
    let desk = Desk::find(&accounts, &caller, "show an invitation").await?.ok_or_else(nobody)?;
    let Desk { tx, me } = &desk;
    let invitation = invitations::open_by_id(tx, id(&input.id)).await?;
    let invitation = invitation.ok_or_else(|| Refusal::bad_request(Code::InvitationNotFound))?;
    if invitation.email != me.user.email {
        return Err(Refusal::forbidden(Code::YouAreNotTheRecipientOfTheInvitation));
    }
    if !me.user.email_verified {
        return Err(Refusal::forbidden(Code::EmailVerificationRequiredForInvitation));
    }
    let organization = organizations::by_id(tx, invitation.organization_id).await?;
    let organization = organization.ok_or_else(|| Refusal::bad_request(Code::OrganizationNotFound))?;
    let inviter = members::person_of(tx, organization.id, invitation.inviter_id).await?;
    let inviter = inviter.ok_or_else(|| Refusal::bad_request(Code::InviterIsNoLongerAMemberOfTheOrganization))?;
    desk.close().await?;
    let mut body = json!(invitation);
    body["organizationName"] = organization.name.into();
    body["organizationSlug"] = organization.slug.into();
    body["inviterEmail"] = inviter.user.email.into();
    Reply::json(body)
}
