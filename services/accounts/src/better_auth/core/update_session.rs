//! `POST /update-session`: nothing of a session is the caller's to set, and this says so as Better Auth does.

use axum::extract::State;
use http::StatusCode;

use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
};

const OWNED: &[&str] = &["activeOrganizationId", "activeTeamId", "impersonatedBy"];

pub(super) struct Update;

impl Input for Update {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        body.refuse_owned(OWNED)?;
        body.rest();
        Ok(Self)
    }
}

/// Always refused.
pub(super) async fn update_session(
    State(accounts): State<Accounts>,
    Call { caller, .. }: Call<Update>,
) -> Result<Reply, Refusal> {
    accounts.signed_in(&caller).await?;
    Err(Refusal::message(StatusCode::BAD_REQUEST, "No fields to update"))
}
