//! `GET /organization/get-organization`, `GET /organization/get-full-organization`

use axum::extract::State;
use serde_json::{Value, json};

use super::{MEMBERS, access::Right, desk::Desk, standing::Standing};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::{
        invitations,
        members::{self, Listing},
        organizations::{self, Organization},
        teams,
    },
};

pub(super) struct Get {
    organization: Option<String>,
    slug: Option<String>,
    members: i64,
}

impl Input for Get {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        let limit = match query.take("membersLimit") {
            None => None,
            Some(Value::String(text)) => text.parse().ok(),
            Some(_) => {
                query.issue("membersLimit", "Invalid input");
                None
            }
        };
        Ok(Self {
            organization: query.optional_text("organizationId"),
            slug: query.optional_text("organizationSlug"),
            members: limit.unwrap_or(MEMBERS).clamp(0, MEMBERS),
        })
    }
}

/// A shop of the caller's; the active one when none is named.
pub(super) async fn get_organization(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Get>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "show a shop").await?;
    let found = find(&desk, &input).await?;
    desk.close().await?;
    Reply::json(found.map(|(organization, _)| organization))
}

/// The same with its people and teams. Open invitations are for those who may invite.
pub(super) async fn get_full_organization(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Get>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "show a shop and its people").await?;
    let Some((organization, standing)) = find(&desk, &input).await? else {
        return Reply::json(None::<()>);
    };
    let tx = &desk.tx;
    let invitations = if standing.may(Right::InvitationCreate) {
        invitations::of_organization(tx, organization.id, standing.is_owner()).await?
    } else {
        Vec::new()
    };
    let wanted = Listing { limit: input.members, ..Listing::default() };
    let (members, _) = members::list(tx, organization.id, &wanted).await?;
    let teams = teams::counted(tx, organization.id).await?;
    desk.close().await?;
    let mut body = json!(organization);
    body["invitations"] = json!(invitations);
    body["members"] = json!(members);
    body["teams"] = json!(teams);
    Reply::json(body)
}

async fn find(desk: &Desk, input: &Get) -> Result<Option<(Organization, Standing)>, Refusal> {
    let id = desk.organization_or_slug(input.organization.as_deref(), input.slug.as_deref()).await?;
    let Some(id) = id else {
        return Ok(None);
    };
    let found = organizations::by_id(&desk.tx, id).await?;
    let found = found.ok_or_else(|| Refusal::bad_request(Code::OrganizationNotFound))?;
    let standing = desk.standing(found.id).await?;
    let standing = standing.ok_or_else(|| Refusal::forbidden(Code::UserIsNotAMemberOfTheOrganization))?;
    Ok(Some((found, standing)))
}
