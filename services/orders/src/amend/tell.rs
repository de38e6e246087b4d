//! What happened to an order is told, with before and after.

use db::Tx;
use events::{Emit, EventName, emit};
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

/// Tells it in the transaction in which it happens.
pub(crate) async fn tell(
    tx: &Tx,
    name: EventName,
    of: Uuid,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), ApiError> {
    let event = Emit { before, after, ..Emit::new(name, of) };
    emit(tx, event).await?;
    Ok(())
}
