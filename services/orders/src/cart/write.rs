//! Writing a cart that was changed.

use db::Tx;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use web::{ApiError, Kind};

use super::{Cart, Counted};

#[derive(FromQueryResult)]
struct Written {
    written: bool,
}

/// Writes the cart as it has become. What was to be paid and is another sum now is paid anew: open tries to pay end.
pub(crate) async fn write(tx: &Tx, cart: &mut Cart, counted: &Counted) -> Result<(), ApiError> {
    cart.total = counted.cart.sums.total.clone();
    let sessions_end = cart.payment_collection.as_ref().is_some_and(|collection| {
        collection.amount != cart.total.at_least_zero() || collection.currency_code != cart.currency_code
    });
    let document = document(cart, counted, sessions_end);
    let sql = "select private.write_cart($1, $2, $3, $4) as written";
    let values = [cart.id.into(), cart.revision.into(), document.into(), tx.now().into()];
    let Written { written } = db::fetch_one(tx, sql, values).await?;
    if !written {
        // It was held: only what does not hold first can be in the way.
        return Err(ApiError::new(Kind::Conflict, "The cart was changed at the same time. Please try again."));
    }
    cart.revision += 1;
    cart.updated_at = tx.now();
    if sessions_end && let Some(collection) = &mut cart.payment_collection {
        collection.amount = cart.total.at_least_zero();
        collection.currency_code.clone_from(&cart.currency_code);
        "not_paid".clone_into(&mut collection.status);
        collection.session = None;
    }
    Ok(())
}

fn document(cart: &Cart, counted: &Counted, sessions_end: bool) -> Value {
    json!({
        "cart": {
            "region_id": cart.region_id,
            "sales_channel_id": cart.sales_channel_id,
            "customer_id": cart.customer_id,
            "currency_code": cart.currency_code,
            "email": cart.email,
            "locale": cart.locale,
            "metadata": cart.metadata,
            "priced_at": cart.priced_at,
            "total": cart.total.to_string(),
            "totals": counted.as_text(),
        },
        "addresses": cart.addresses,
        "items": cart.items,
        "shipping_methods": cart.shipping_methods,
        "promotion_ids": cart.promotion_ids,
        "credit_lines": cart.credit_lines,
        "sessions_end": sessions_end,
    })
}
