//! `POST /organization/check-slug`

use axum::extract::State;
use serde_json::json;

use super::{desk::Desk, input};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::organizations,
};

pub(super) struct CheckSlug {
    slug: String,
}

impl Input for CheckSlug {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { slug: input::slug(body, "slug") })
    }
}

/// Whether a slug can be had.
pub(super) async fn check_slug(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<CheckSlug>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "look up a slug").await?;
    let is_free = organizations::is_free(&desk.tx, &input.slug).await?;
    desk.close().await?;
    if !is_free {
        return Err(Refusal::bad_request(Code::OrganizationSlugAlreadyTaken));
    }
    Reply::json(json!({ "status": true }))
}
