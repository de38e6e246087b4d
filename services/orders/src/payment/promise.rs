//! Paying a cart with a promise: the provider that needs nobody. One transaction, whereas who asks a provider leaves his in between.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::PaymentCollectionId;
use money::Amount;
use sea_orm::FromQueryResult;
use serde::Deserialize;
use uuid::Uuid;
use web::ApiError;

use super::{
    Desk, SYSTEM,
    sessions::{Owed, begin, not_taken},
};
use crate::cart::{self, Collection, text};

/// What came of it.
#[derive(Debug)]
pub(crate) enum Promised {
    /// This cart's collection has a new session.
    Begun(Uuid),
    /// It is an order's, or its prices are old: that takes the long way.
    Otherwise,
}

#[derive(FromQueryResult)]
struct Row {
    held: Option<String>,
}

/// What `private.hold_to_pay` tells.
#[derive(Deserialize)]
struct Held {
    order: Option<Uuid>,
    cart: Option<Uuid>,
    completed: bool,
    priced_at: Option<DateTime<Utc>>,
    region: Option<Uuid>,
    #[serde(with = "text")]
    amount: Amount,
    currency_code: String,
    /// Those that the region names; without any it takes all.
    providers: Vec<String>,
}

/// Begins to pay a cart with a promise; what was begun before ends.
pub(crate) async fn promise(tx: &Tx, desk: &Desk, id: &str) -> Result<Promised, ApiError> {
    let missing = || ApiError::missing("Payment collection", id);
    let PaymentCollectionId(key) = id.parse().map_err(|_| missing())?;
    let row: Row = db::fetch_one(tx, "select private.hold_to_pay($1)::text as held", [key.into()]).await?;
    let held: Held = serde_json::from_str(&row.held.ok_or_else(missing)?).map_err(ApiError::internal)?;
    if held.order.is_some() {
        return Ok(Promised::Otherwise);
    }
    let (Some(cart), Some(priced_at)) = (held.cart, held.priced_at) else { return Err(missing()) };
    if held.completed {
        return Err(cart::completed(cart));
    }
    if cart::has_lain(priced_at, tx.now()) {
        return Ok(Promised::Otherwise);
    }
    desk.get(SYSTEM)?;
    if let Some(region) = held.region
        && !held.providers.is_empty()
        && held.providers.iter().all(|provider| provider != SYSTEM)
    {
        return Err(not_taken(region, SYSTEM));
    }
    let owed = Owed::of(key, held.amount, held.currency_code, (held.region, cart));
    begin(tx, &owed, SYSTEM, (None, None), None).await?;
    Ok(Promised::Begun(cart))
}

#[derive(FromQueryResult)]
struct Collected {
    found: Option<String>,
}

/// What `private.collect_for_cart` tells.
#[derive(Deserialize)]
struct ForCart {
    completed: bool,
    collection: Option<Collection>,
}

/// What is to be paid for a cart, made when nobody has begun.
pub(crate) async fn collect(tx: &Tx, id: &str) -> Result<Collection, ApiError> {
    let entity::ids::CartId(key) = id.parse().map_err(|_| cart::missing(id))?;
    let sql = "select private.collect_for_cart($1, $2, $3)::text as found";
    let values = [key.into(), PaymentCollectionId::new().0.into(), tx.now().into()];
    let row: Collected = db::fetch_one(tx, sql, values).await?;
    let found: ForCart =
        serde_json::from_str(&row.found.ok_or_else(|| cart::missing(id))?).map_err(ApiError::internal)?;
    if found.completed {
        return Err(cart::completed(key));
    }
    found.collection.ok_or_else(|| ApiError::internal("nothing is to be paid"))
}
