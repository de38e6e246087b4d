//! Finding fulfilments.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::{FulfillmentId, OrderId};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use crate::order::Held;

/// A fulfilment of an order that is held.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Found {
    pub(super) id: Uuid,
    pub(super) shipped_at: Option<DateTime<Utc>>,
    pub(super) delivered_at: Option<DateTime<Utc>>,
    pub(super) canceled_at: Option<DateTime<Utc>>,
}

impl Found {
    /// Its key.
    pub(crate) fn id(&self) -> Uuid {
        self.id
    }
}

/// There is no such fulfilment.
fn missing(text: &str) -> ApiError {
    ApiError::missing("Fulfillment", text)
}

/// A fulfilment of an order, which sends something. What brings something back belongs to its return.
pub(crate) async fn find(tx: &Tx, order: &Held, text: &str) -> Result<Found, ApiError> {
    let id: FulfillmentId = text.parse().map_err(|_| missing(text))?;
    let sql = "select f.id, f.shipped_at, f.delivered_at, f.canceled_at from fulfillments f
        where f.id = $1 and f.order_id = $2 and f.return_id is null and f.deleted_at is null";
    let found: Option<Found> = db::fetch_optional(tx, sql, [id.0.into(), order.id.into()]).await?;
    found.ok_or_else(|| missing(text))
}

#[derive(FromQueryResult)]
struct Owner {
    order_id: Uuid,
}

/// The order that a fulfilment belongs to.
pub(crate) async fn order_of(tx: &Tx, text: &str) -> Result<OrderId, ApiError> {
    let id: FulfillmentId = text.parse().map_err(|_| missing(text))?;
    let sql = "select f.order_id from fulfillments f
        where f.id = $1 and f.order_id is not null and f.return_id is null and f.deleted_at is null";
    let found: Option<Owner> = db::fetch_optional(tx, sql, [id.0.into()]).await?;
    found.map(|owner| OrderId(owner.order_id)).ok_or_else(|| missing(text))
}

#[derive(FromQueryResult)]
struct InIt {
    line_item_id: Uuid,
    n: i64,
}

/// How many of which lines are in it.
pub(crate) async fn in_it(tx: &Tx, of: &Found) -> Result<HashMap<Uuid, i64>, ApiError> {
    let sql = "select f.line_item_id, max(f.quantity / f.required_quantity) as n from fulfillment_items f
        where f.fulfillment_id = $1 and f.line_item_id is not null group by 1";
    let rows: Vec<InIt> = db::fetch_all(tx, sql, [of.id.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.line_item_id, row.n)).collect())
}
