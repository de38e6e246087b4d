//! Finding carts.

use db::Tx;
use entity::ids::CartId;
use sea_orm::FromQueryResult;
use serde_json::Value;
use web::ApiError;

use super::Cart;

#[derive(FromQueryResult)]
struct Row {
    cart: Option<Value>,
}

/// Reads a cart, as anybody may who has its id. It waits for nobody.
pub(crate) async fn read(tx: &Tx, id: &str) -> Result<Cart, ApiError> {
    document(tx, id, false).await?.ok_or_else(|| ApiError::not_found(format!("Cart with id '{}' not found", short(id))))
}

/// Reads a cart that is about to change, and holds it until the end of the transaction.
pub(crate) async fn hold(tx: &Tx, id: &str) -> Result<Cart, ApiError> {
    let cart = document(tx, id, true).await?.ok_or_else(|| missing(id))?;
    if cart.completed_at.is_some() {
        return Err(ApiError::invalid_data(format!("Cart {} is already completed.", CartId(cart.id))));
    }
    Ok(cart)
}

/// The same of a cart that may be completed already.
pub(crate) async fn hold_completed(tx: &Tx, id: &str) -> Result<Cart, ApiError> {
    document(tx, id, true).await?.ok_or_else(|| missing(id))
}

/// There is no such cart in this shop.
pub(crate) fn missing(id: &str) -> ApiError {
    ApiError::not_found(format!("Cart id not found: {}", short(id)))
}

async fn document(tx: &Tx, id: &str, hold: bool) -> Result<Option<Cart>, ApiError> {
    let Ok(CartId(key)) = id.parse() else { return Ok(None) };
    let row: Row = db::fetch_one(
        tx,
        "select private.cart_document($1, $2, $3) as cart",
        [key.into(), hold.into(), tx.now().into()],
    )
    .await?;
    row.cart.map(serde_json::from_value).transpose().map_err(ApiError::internal)
}

fn short(id: &str) -> String {
    id.chars().take(100).collect()
}
