//! The customer of a shop who has signed in.

use auth::Customer;
use entity::ids::{CustomerGroupId, CustomerId, OrganizationId, SessionId, UserId};
use http::request::Parts;
use web::ApiError;

use super::{Credentials, SessionRef};
use crate::{Accounts, medusa::token::ActorType, store::actors};

pub(super) async fn find(
    accounts: &Accounts,
    shop: OrganizationId,
    parts: &Parts,
) -> Result<Option<Customer>, ApiError> {
    let Some(Credentials::Session(session)) = accounts.credentials(parts)? else {
        return Ok(None);
    };
    // A token of another shop opens nothing here.
    if let SessionRef::Signed { actor, organization, .. } = &session
        && (*actor != ActorType::Customer || organization.is_some_and(|organization| organization != shop))
    {
        return Ok(None);
    }
    let tx = accounts.app.db.begin_lookup("find a customer").await?;
    let found = actors::customer(&tx, &session, shop.0).await?;
    tx.commit().await?;
    Ok(found.map(|found| Customer {
        organization: shop,
        id: CustomerId(found.customer),
        user: UserId(found.user),
        session: SessionId(found.session),
        impersonated_by: found.impersonated_by.map(UserId),
        groups: found.groups.into_iter().map(CustomerGroupId).collect(),
    }))
}
