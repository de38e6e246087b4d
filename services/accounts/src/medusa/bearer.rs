//! From a session to the token that names it.

use db::Tx;
use entity::ids::{CustomerId, OrganizationId, UserId};
use uuid::Uuid;
use web::ApiError;

use super::token::{ActorType, Bearer};
use crate::store::{actors, customers, users::User};

/// Who somebody is with a session, as an actor in a shop.
pub(super) async fn of(
    tx: &Tx,
    user: &User,
    session: Uuid,
    actor: ActorType,
    shop: Option<OrganizationId>,
) -> Result<Bearer, ApiError> {
    let (customer, roles) = match (actor, shop) {
        (ActorType::Customer, Some(shop)) => {
            (customers::of_user(tx, shop.0, user.id).await?.map(CustomerId), Vec::new())
        }
        (ActorType::Customer, None) => (None, Vec::new()),
        (ActorType::User, _) => {
            let posts = if user.email_verified { actors::posts(tx, user.id).await? } else { Vec::new() };
            let post = posts.iter().find(|post| shop.is_none_or(|shop| shop.0 == post.organization));
            // Of several shops a token without a shop tells nothing: the Admin API asks which one it is to be.
            let only = post.filter(|_| shop.is_some() || posts.len() == 1);
            (None, only.map(|post| post.roles.clone()).unwrap_or_default())
        }
    };
    Ok(Bearer {
        actor_type: actor,
        user: UserId(user.id),
        customer,
        roles,
        organization: shop,
        mfa_enabled: user.two_factor_enabled,
        session,
    })
}
