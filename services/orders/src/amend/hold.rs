//! Finding orders that are about to change.

use db::Tx;
use entity::ids::OrderId;
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::{ApiError, Kind};

use super::Held;

#[derive(FromQueryResult)]
struct Row {
    found: Option<Value>,
}

/// The order of that id, held until the end of the transaction. Drafts are other things than orders: `is_draft` says which is meant.
pub(crate) async fn hold(tx: &Tx, id: &str, is_draft: bool) -> Result<Held, ApiError> {
    let missing = || ApiError::missing(if is_draft { "Draft order" } else { "Order" }, id);
    let key: OrderId = id.parse().map_err(|_| missing())?;
    let held = document(tx, key.0, true).await?.filter(|held| held.is_draft == is_draft).ok_or_else(missing)?;
    if held.order.status == "canceled" {
        return Err(ApiError::invalid_data(format!("Order with id {key} has been canceled.")));
    }
    Ok(held)
}

/// The same by its key, which something of it names.
pub(crate) async fn hold_by(tx: &Tx, order: Uuid) -> Result<Held, ApiError> {
    hold(tx, &OrderId(order).to_string(), false).await
}

/// An order that somebody looks at; whoever changes it meanwhile is not kept waiting.
pub(crate) async fn look(tx: &Tx, id: OrderId) -> Result<Held, ApiError> {
    let found = document(tx, id.0, false).await?.filter(|held| !held.is_draft);
    found.ok_or_else(|| ApiError::missing("Order", &id.to_string()))
}

async fn document(tx: &Tx, order: Uuid, hold: bool) -> Result<Option<Held>, ApiError> {
    let sql = "select private.order_document($1, $2) as found";
    let row: Result<Row, db::Error> = db::fetch_one(tx, sql, [order.into(), hold.into()]).await;
    let row = row.map_err(|error| match error {
        db::Error::Timeout(_) if hold => {
            ApiError::new(Kind::Conflict, "The order is being changed by somebody else. Please try again.")
        }
        error => error.into(),
    })?;
    row.found.map(Held::of).transpose()
}
