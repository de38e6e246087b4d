//! Carts that lay for long: what was told long ago holds no longer, and is told anew before anybody pays it.

use chrono::{DateTime, TimeDelta, Utc};
use db::Tx;
use entity::ids::VariantId;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use super::{Cart, Taxing, not_sold, refresh, write};
use crate::offer::{Wanted, offers};

/// So long a customer pays what he was told, whatever the shop asks by then.
const HOLDS: TimeDelta = TimeDelta::hours(24);

/// Whether what was told of a cart is too old to be paid unseen.
pub(crate) fn is_old(cart: &Cart, now: DateTime<Utc>) -> bool {
    has_lain(cart.priced_at, now)
}

/// Whether what was told then is too old by now.
pub(crate) fn has_lain(priced_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - priced_at >= HOLDS
}

/// Brings a cart that is held and whose prices are old up to date. Whether it comes to another sum now: then the customer has to be
/// told, and what he had begun to pay has ended.
pub(crate) async fn freshen(tx: &Tx, cart: &mut Cart) -> Result<bool, ApiError> {
    if !is_old(cart, tx.now()) {
        return Ok(false);
    }
    let before = cart.total.clone();
    let offers = offers(tx, cart, &Wanted::default()).await?;
    let counted = refresh(cart, &offers, Taxing::AsTheRegion, tx.now())?;
    write(tx, cart, &counted).await?;
    Ok(cart.total != before)
}

#[derive(FromQueryResult)]
struct Hidden {
    id: Uuid,
}

/// Refuses a cart with something in it that the shop does not sell any more. The order asks the same (`private.place_order`): this is for
/// whoever is about to pay.
pub(crate) async fn check_sold(tx: &Tx, cart: &Cart) -> Result<(), ApiError> {
    let hidden: Vec<Hidden> =
        db::fetch_all(tx, "select v as id from private.hidden_variants($1) v", [cart.id.into()]).await?;
    if hidden.is_empty() {
        return Ok(());
    }
    Err(not_sold(hidden.into_iter().map(|one| VariantId(one.id).to_string())))
}
