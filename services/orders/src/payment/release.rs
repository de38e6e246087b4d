//! What becomes of the money of an order that is taken back.

use db::Tx;
use entity::ids::OrderId;
use web::ApiError;

/// Gives up what was promised for an order that is held, and gives back what was taken, in its transaction. What the provider that
/// authorises by itself has, is settled here and now; what others have is for their attempts, which are written in the same transaction
/// and sent behind it.
pub(crate) async fn release(tx: &Tx, order: OrderId) -> Result<(), ApiError> {
    db::exec(tx, "select private.release_payments($1, $2)", [order.0.into(), tx.now().into()]).await?;
    Ok(())
}
