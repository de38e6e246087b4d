//! `POST /organization/create`

use axum::extract::State;
use serde_json::Value;

use super::{
    MEMBERS, ORGANIZATIONS,
    access::OWNER,
    desk::{Desk, with_session},
    input::{self, Nullable},
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::{
        active, members,
        organizations::{self, NewOrganization, Organization},
        teams,
    },
};

pub(super) struct Create {
    name: String,
    slug: String,
    logo: Option<String>,
    metadata: Option<String>,
    stays: bool,
}

impl Input for Create {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self {
            name: body.filled_text("name"),
            slug: input::slug(body, "slug"),
            logo: Nullable::read(body, "logo").text(),
            metadata: input::metadata(body, "metadata"),
            stays: body.optional_boolean("keepCurrentActiveOrganization").unwrap_or(false),
        })
    }
}

/// Makes a shop with a store and a first team, whose owner the caller is and in which he works from now on.
pub(super) async fn create(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Create>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open_silently(&accounts, &caller, "make a shop").await?;
    desk.himself()?;
    let Desk { tx, me } = &desk;
    if !me.user.email_verified {
        return Err(Refusal::forbidden(Code::YouAreNotAllowedToCreateANewOrganization));
    }
    if members::count_of_user(tx, me.user.id).await? >= ORGANIZATIONS {
        return Err(Refusal::forbidden(Code::YouHaveReachedTheMaximumNumberOfOrganizations));
    }
    let new = NewOrganization {
        name: &input.name,
        slug: &input.slug,
        logo: input.logo.as_deref(),
        metadata: input.metadata.as_deref(),
    };
    let made = organizations::create(tx, &new).await?;
    let made = made.ok_or_else(|| Refusal::bad_request(Code::OrganizationAlreadyExists))?;
    organizations::furnish(tx, vec![made.id]).await?;
    let owner = members::create(tx, made.id, me.user.id, OWNER).await?;
    let team = teams::create(tx, made.id, &made.name, true).await?;
    teams::add(tx, made.id, team.id, me.user.id).await?;
    if !input.stays {
        active::choose(tx, me.session.id, Some(made.id), Some(team.id)).await?;
    }
    let mut body = with_object(&made)?;
    body["members"] = serde_json::to_value(Vec::from_iter(owner)).map_err(web::ApiError::internal)?;
    if let (None, Some(fields)) = (&made.metadata, body.as_object_mut()) {
        fields.remove("metadata");
    }
    let reply = with_session(&accounts, &caller, me, Reply::json(body)?);
    desk.close().await?;
    Ok(reply)
}

/// A shop as it is answered to who makes or changes it: what it keeps for itself is an object.
pub(super) fn with_object(organization: &Organization) -> Result<Value, Refusal> {
    let mut body = serde_json::to_value(organization).map_err(web::ApiError::internal)?;
    if let Some(text) = &organization.metadata {
        body["metadata"] = serde_json::from_str(text).unwrap_or(Value::Null);
    }
    Ok(body)
}

/// Refuses one more than a shop has room for.
pub(super) async fn has_room(tx: &db::Tx, organization: uuid::Uuid) -> Result<(), Refusal> {
    if members::count(tx, organization).await? < MEMBERS {
        return Ok(());
    }
    Err(Refusal::forbidden(Code::OrganizationMembershipLimitReached))
}
