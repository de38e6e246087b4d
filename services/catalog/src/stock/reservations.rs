//! What is kept for somebody: taken, given back, sold, moved. The statements are functions of the database.

use db::Tx;
use entity::ids::ReservationItemId;
use sea_orm::{DbErr, FromQueryResult, Value};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::StockError;

/// Something to be kept for somebody.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// The key that its reservation gets.
    pub id: Uuid,
    /// Of what.
    pub inventory_item_id: Uuid,
    /// Where.
    pub location_id: Uuid,
    /// How much: above zero.
    pub quantity: i64,
    /// For which line of an order.
    pub line_item_id: Option<String>,
    /// Words about it.
    pub description: Option<String>,
    /// The shop's own data.
    pub metadata: Option<Map<String, Json>>,
    /// Whether it may be more than there is.
    pub allow_backorder: bool,
}

impl Line {
    /// So much of an item at a place.
    pub fn new(inventory_item_id: Uuid, location_id: Uuid, quantity: i64) -> Self {
        Self {
            id: ReservationItemId::new().0,
            inventory_item_id,
            location_id,
            quantity,
            line_item_id: None,
            description: None,
            metadata: None,
            allow_backorder: false,
        }
    }
}

/// So many of a variant that a channel sells.
#[derive(Debug, Clone, Serialize)]
pub struct Sale {
    /// Which.
    pub variant_id: Uuid,
    /// How many: above zero.
    pub quantity: i64,
    /// For which line of an order.
    pub line_item_id: Option<String>,
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Keeps all of these, or none.
pub async fn reserve(tx: &Tx, lines: &[Line]) -> Result<Vec<Uuid>, StockError> {
    ids(tx, "select private.reserve_stock($1) as id", [listed(lines)?]).await
}

/// Keeps what these variants are made of, from wherever the channel's places have it; all of it, or none.
pub async fn reserve_for_channel(tx: &Tx, sales: &[Sale], channel: Uuid) -> Result<Vec<Uuid>, StockError> {
    ids(tx, "select private.reserve_for_channel($1, $2) as id", [listed(sales)?, channel.into()]).await
}

/// Ends reservations: what was kept is free again, or, when it was sold, gone. Answers those that were not ended before.
pub async fn end(tx: &Tx, reservations: &[Uuid], sold: bool) -> Result<Vec<Uuid>, StockError> {
    ids(tx, "select private.end_reservations($1, $2) as id", [reservations.to_vec().into(), sold.into()]).await
}

/// Another place or quantity of a reservation; what is not given stays. False when there is no such reservation.
pub async fn move_to(tx: &Tx, id: Uuid, location: Option<Uuid>, quantity: Option<i64>) -> Result<bool, StockError> {
    #[derive(FromQueryResult)]
    struct Done {
        done: bool,
    }
    let sql = "select private.move_reservation($1, $2, $3) as done";
    let done: Done = db::fetch_one(tx, sql, [id.into(), location.into(), quantity.into()]).await?;
    Ok(done.done)
}

async fn ids(tx: &Tx, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<Vec<Uuid>, StockError> {
    let rows: Vec<Id> = db::fetch_all(tx, sql, values).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

fn listed<T: Serialize>(lines: &[T]) -> Result<Value, StockError> {
    let json = serde_json::to_value(lines).map_err(|error| DbErr::Json(error.to_string()));
    Ok(json.map_err(db::Error::from)?.into())
}
