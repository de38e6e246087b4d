//! Finding carts.

use db::Tx;
use entity::ids::CartId;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use super::{Cart, Collection};

#[derive(FromQueryResult)]
struct Row {
    /// As text: a tree that is built only to be taken apart costs more than reading it.
    cart: Option<String>,
}

/// Reads a cart, as anybody may who has its id. It waits for nobody.
pub(crate) async fn read(tx: &Tx, id: &str) -> Result<Cart, ApiError> {
    document(tx, id, false).await?.ok_or_else(|| ApiError::not_found(format!("Cart with id '{}' not found", short(id))))
}

/// Reads a cart that is about to change, and holds it until the end of the transaction.
pub(crate) async fn hold(tx: &Tx, id: &str) -> Result<Cart, ApiError> {
    let cart = document(tx, id, true).await?.ok_or_else(|| missing(id))?;
    if cart.completed_at.is_some() {
        return Err(completed(cart.id));
    }
    Ok(cart)
}

/// Reads a cart that may be completed already, to see whether it can be, and waits for nobody.
pub(crate) async fn look(tx: &Tx, id: &str) -> Result<Cart, ApiError> {
    document(tx, id, false).await?.ok_or_else(|| missing(id))
}

/// The same of a cart that is held.
pub(crate) async fn hold_completed(tx: &Tx, id: &str) -> Result<Cart, ApiError> {
    document(tx, id, true).await?.ok_or_else(|| missing(id))
}

/// There is no such cart in this shop.
pub(crate) fn missing(id: &str) -> ApiError {
    ApiError::not_found(format!("Cart id not found: {}", short(id)))
}

/// There is an order of it: it changes no more.
pub(crate) fn completed(id: Uuid) -> ApiError {
    ApiError::invalid_data(format!("Cart {} is already completed.", CartId(id)))
}

async fn document(tx: &Tx, id: &str, hold: bool) -> Result<Option<Cart>, ApiError> {
    let Ok(CartId(key)) = id.parse() else { return Ok(None) };
    let sql = "select private.cart_document($1, $2, $3)::text as cart";
    db::fetch_one::<Row>(tx, sql, [key.into(), hold.into(), tx.now().into()]).await?.read()
}

impl Row {
    fn read(self) -> Result<Option<Cart>, ApiError> {
        let Some(found) = self.cart else { return Ok(None) };
        let mut cart: Cart = serde_json::from_str(&found).map_err(ApiError::internal)?;
        cart.remember();
        Ok(Some(cart))
    }
}

#[derive(FromQueryResult)]
struct Paid {
    collection: Option<String>,
}

/// What is to be paid for a cart, if somebody has begun.
pub(crate) async fn collection(tx: &Tx, cart: Uuid) -> Result<Option<Collection>, ApiError> {
    let row: Paid = db::fetch_one(tx, "select private.cart_collection($1)::text as collection", [cart.into()]).await?;
    row.collection.map(|found| serde_json::from_str(&found)).transpose().map_err(ApiError::internal)
}

fn short(id: &str) -> String {
    id.chars().take(100).collect()
}
