//! An order whose address was wrong goes to somebody who has no account. The staff does it: there is nobody who could be asked.

use db::Tx;
use entity::ids::CustomerId;
use events::{Emit, EventName};
use serde_json::json;
use web::{ApiError, Kind};

use super::request::{Wanted, write_change};
use crate::{
    cart,
    order::{self, Held},
};

const TRANSFERRED: EventName = EventName::new("order.transferred");

/// To whom, and why.
pub(crate) struct Guest {
    pub(crate) email: String,
    pub(crate) description: Option<String>,
    pub(crate) internal_note: Option<String>,
    /// Who says so.
    pub(crate) by: String,
}

/// Gives an order that is held to the guest of an address, who is made when he is new; the address becomes the order's.
pub(crate) async fn to_guest(tx: &Tx, order: &Held, to: Guest) -> Result<(), ApiError> {
    order.must_stand()?;
    let Guest { email, description, internal_note, by } = to;
    let guest = cart::guest(tx, &email).await?;
    if order.customer_id == Some(guest.id) && order.email.as_ref() == Some(&email) {
        let words = format!("Order: {} already belongs to customer: {}", order.id(), CustomerId(guest.id));
        return Err(ApiError::invalid_data(words));
    }
    let was = order::document(tx, order.id()).await?.ok_or_else(|| order::missing(&order.id().to_string()))?;
    let wanted = Wanted { customer: guest.id, update_email: true, description, internal_note, by };
    let change = write_change(tx, order, &wanted, Some(&email)).await?;
    if !order::confirm(tx, change.0, &wanted.by, was).await? {
        let words = "The request conflicted with another one that came at the same time. Please try again.";
        return Err(ApiError::new(Kind::Conflict, words));
    }
    let sql = "update orders o set customer_id = $2, email = $3 where o.id = $1";
    db::exec(tx, sql, [order.id.into(), guest.id.into(), email.as_str().into()]).await?;
    order::find_again(tx, order.id()).await?;
    let event = Emit::new(TRANSFERRED, order.id)
        .before(json!({ "customer_id": order.customer_id, "email": order.email }))
        .after(json!({ "customer_id": guest.id, "email": email, "order_change_id": change.0 }));
    events::emit(tx, event).await?;
    Ok(())
}
