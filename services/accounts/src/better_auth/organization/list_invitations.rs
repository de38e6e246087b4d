//! `GET /organization/list-invitations`, `GET /organization/list-user-invitations`

use axum::extract::State;
use http::StatusCode;

use super::{access::Right, desk::Desk, input::InQuery};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::invitations,
};

/// The invitations of a shop, also those that are over, for those who may invite. Only owners see who may become one.
pub(super) async fn list_invitations(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<InQuery>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "list a shop's invitations").await?;
    let id = desk.organization(input.organization.as_deref());
    let id = id.ok_or_else(|| Refusal::message(StatusCode::BAD_REQUEST, "Organization ID is required"))?;
    let stranger = || Refusal::message(StatusCode::FORBIDDEN, "You are not a member of this organization");
    let standing = desk.standing(id).await?.ok_or_else(stranger)?;
    if !standing.may(Right::InvitationCreate) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToListInvitations));
    }
    let invitations = invitations::of_organization(&desk.tx, id, standing.is_owner()).await?;
    desk.close().await?;
    Reply::json(invitations)
}

pub(super) struct OfUser {
    names_email: bool,
}

impl Input for OfUser {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { names_email: query.optional_text("email").is_some() })
    }
}

/// What the caller is invited to.
pub(super) async fn list_user_invitations(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<OfUser>,
) -> Result<Reply, Refusal> {
    if input.names_email {
        let no = "User email cannot be passed for client side API calls.";
        return Err(Refusal::message(StatusCode::BAD_REQUEST, no));
    }
    let nobody = || Refusal::message(StatusCode::BAD_REQUEST, "Missing session headers, or email query parameter.");
    let desk = Desk::find(&accounts, &caller, "list somebody's invitations").await?.ok_or_else(nobody)?;
    if !desk.me.user.email_verified {
        return Err(Refusal::forbidden(Code::EmailVerificationRequiredForInvitation));
    }
    let invitations = invitations::of_email(&desk.tx, &desk.me.user.email).await?;
    desk.close().await?;
    Reply::json(invitations)
}
