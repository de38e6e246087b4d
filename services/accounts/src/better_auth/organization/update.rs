//! `POST /organization/update`

use axum::extract::State;
use db::OnConstraint;
use http::StatusCode;

use super::{
    access::Right,
    create::with_object,
    desk::Desk,
    input::{self, Nullable},
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::organizations::{self, Change},
};

pub(super) struct Update {
    organization: Option<String>,
    change: Change,
}

impl Input for Update {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        body.open("data");
        let logo = Nullable::read(body, "data.logo");
        let change = Change {
            name: input::optional_filled_text(body, "data.name"),
            slug: body.has("data.slug").then(|| input::slug(body, "data.slug")),
            sets_logo: logo != Nullable::Missing,
            logo: logo.text(),
            metadata: input::metadata(body, "data.metadata"),
        };
        Ok(Self { organization: body.optional_text("organizationId"), change })
    }
}

/// Changes what is said of a shop.
pub(super) async fn update(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Update>,
) -> Result<Reply, Refusal> {
    let nobody = || Refusal::message(StatusCode::UNAUTHORIZED, "User not found");
    let desk = Desk::find(&accounts, &caller, "change a shop").await?.ok_or_else(nobody)?;
    let unknown = || Refusal::bad_request(Code::OrganizationNotFound);
    let id = desk.organization(input.organization.as_deref()).ok_or_else(unknown)?;
    let standing = desk.standing_alone(id).await?;
    let standing = standing.ok_or_else(|| Refusal::bad_request(Code::UserIsNotAMemberOfTheOrganization))?;
    if !standing.may(Right::OrganizationUpdate) {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToUpdateThisOrganization));
    }
    let taken = |_| Refusal::bad_request(Code::OrganizationSlugAlreadyTaken);
    let changed = organizations::update(&desk.tx, id, input.change).await;
    let changed = changed.on_constraint("organization_slug_key", taken)?.ok_or_else(unknown)?;
    desk.close().await?;
    Reply::json(with_object(&changed)?)
}
