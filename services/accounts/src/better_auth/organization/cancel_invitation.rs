//! `POST /organization/cancel-invitation`

use axum::extract::State;

use super::{accept_invitation::Answer, access::Right, desk::Desk, input::id};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Refusal, Reply},
    store::invitations,
};

/// Takes an invitation back. One that is over already is answered as it is.
pub(super) async fn cancel_invitation(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Answer>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "take an invitation back").await?;
    let invitation = invitations::by_id(&desk.tx, id(&input.invitation)).await?;
    let invitation = invitation.ok_or_else(|| Refusal::bad_request(Code::InvitationNotFound))?;
    let standing = desk.standing_alone(invitation.organization_id).await?;
    let standing = standing.ok_or_else(|| Refusal::bad_request(Code::MemberNotFound))?;
    if !standing.may(Right::InvitationCancel) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToCancelThisInvitation));
    }
    let canceled = invitations::cancel(&desk.tx, &invitation).await?;
    desk.close().await?;
    Reply::json(canceled.unwrap_or(invitation))
}
