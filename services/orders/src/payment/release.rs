//! What becomes of the money of an order that is taken back.

use db::Tx;
use entity::ids::OrderId;
use web::ApiError;

use super::work::Release;

/// Gives up what was promised for an order that is held, and gives back what was taken. What the provider that authorises by itself has, is
/// settled here and now, in the caller's transaction; what others have, a job gives up and back, which is put into the queue in the same one.
pub(crate) async fn release(tx: &Tx, order: OrderId) -> Result<(), ApiError> {
    db::exec(tx, "select private.release_payments($1, $2)", [order.0.into(), tx.now().into()]).await?;
    jobs::enqueue(tx, &Release::of(order)).unique_key(format!("release {}", order.0)).await?;
    Ok(())
}
