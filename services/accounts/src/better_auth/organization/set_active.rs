//! `POST /organization/set-active`

use axum::extract::State;

use super::{
    desk::{Desk, with_session},
    input::Nullable,
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::{active, organizations},
};

pub(super) struct SetActive {
    organization: Nullable,
    slug: Option<String>,
}

impl Input for SetActive {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { organization: Nullable::read(body, "organizationId"), slug: body.optional_text("organizationSlug") })
    }
}

/// Chooses the shop in which this session works; `null` for none.
pub(super) async fn set_active(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<SetActive>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "choose a shop").await?;
    let Desk { tx, me } = &desk;
    let before = me.session.active_organization_id;
    if input.organization == Nullable::Null {
        let reply = Reply::json(None::<()>)?;
        if before.is_none() {
            return Ok(reply);
        }
        active::choose(tx, me.session.id, None, None).await?;
        let reply = with_session(&accounts, &caller, me, reply);
        desk.close().await?;
        return Ok(reply);
    }
    let named = input.organization.text();
    let Some(id) = desk.organization_or_slug(named.as_deref(), input.slug.as_deref()).await? else {
        return Reply::json(None::<()>);
    };
    let found = match desk.standing_alone(id).await? {
        Some(_) => organizations::by_id(tx, id).await?,
        None => None,
    };
    let found = found.ok_or_else(|| Refusal::forbidden(Code::UserIsNotAMemberOfTheOrganization))?;
    let team = if before == Some(id) { me.session.active_team_id } else { None };
    active::choose(tx, me.session.id, Some(id), team).await?;
    let reply = with_session(&accounts, &caller, me, Reply::json(found)?);
    desk.close().await?;
    Ok(reply)
}
