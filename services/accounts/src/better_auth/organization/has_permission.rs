//! `POST /organization/has-permission`

use axum::extract::State;
use http::StatusCode;
use serde_json::json;

use super::{access::Permission, desk::Desk, input};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
};

pub(super) struct HasPermission {
    organization: Option<String>,
    asked: Permission,
}

impl Input for HasPermission {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        // `permission` is the older name.
        let name = match (body.has("permissions"), body.has("permission")) {
            (true, false) => "permissions",
            (false, true) => "permission",
            _ => return Err(input::misshapen("body")),
        };
        Ok(Self { organization: body.optional_text("organizationId"), asked: input::permission(body, name) })
    }
}

/// Whether the caller may do all of something.
pub(super) async fn has_permission(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<HasPermission>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "look up what somebody may do").await?;
    let id = desk.organization(input.organization.as_deref());
    let id = id.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let standing = desk.standing(id).await?;
    desk.close().await?;
    let stranger = || Refusal::new(StatusCode::UNAUTHORIZED, Code::UserIsNotAMemberOfTheOrganization);
    Reply::json(json!({ "error": null, "success": standing.ok_or_else(stranger)?.may_all(&input.asked) }))
}
