//! From the shelf to the door: shipping, delivering, and taking back what has not left.

use auth::Staff;
use db::Tx;
use entity::ids::FulfillmentId;
use events::{Emit, EventName};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

use super::{
    create::{Label, put_labels},
    found::Found,
    refused,
};
use crate::order::Held;

const CANCELED: EventName = EventName::new("order.fulfillment_canceled");
const SHIPPED: EventName = EventName::new("shipment.created");
const DELIVERED: EventName = EventName::new("delivery.created");

#[derive(FromQueryResult)]
struct Done {
    done: bool,
}

/// Takes back what was packed and has not left: it is in stock again, and kept for the same lines.
pub(crate) async fn cancel(tx: &Tx, order: &Held, of: &Found, no_notification: Option<bool>) -> Result<(), ApiError> {
    order.must_stand()?;
    must_be_packed(of)?;
    let reason = "The fulfillment has already been shipped. Shipped fulfillments cannot be canceled";
    if of.shipped_at.is_some() {
        return Err(ApiError::not_allowed(reason));
    }
    move_lines(tx, order, of.id, "fulfilled_quantity = i.fulfilled_quantity - w.n").await?;
    let sql = "select private.unship($1, $2) as done";
    let done: db::Result<Done> = db::fetch_one(tx, sql, [of.id.into(), tx.now().into()]).await;
    if !done.map_err(refused::explain)?.done {
        return Err(ApiError::not_allowed(reason));
    }
    tell(tx, order, of, CANCELED, order.id, no_notification).await
}

/// What was packed leaves.
pub(crate) async fn ship(
    tx: &Tx,
    staff: &Staff,
    order: &Held,
    of: &Found,
    labels: &[Label],
    no_notification: Option<bool>,
) -> Result<(), ApiError> {
    order.must_stand()?;
    must_be_packed(of)?;
    if of.shipped_at.is_some() {
        return Err(ApiError::not_allowed("The fulfillment has already been shipped"));
    }
    let sql = "update fulfillments set shipped_at = $2, marked_shipped_by = $3 where id = $1";
    let by = staff.user().map(Uuid::from);
    db::exec(tx, sql, [of.id.into(), tx.now().into(), by.into()]).await?;
    put_labels(tx, FulfillmentId(of.id), labels).await?;
    move_lines(tx, order, of.id, "shipped_quantity = i.shipped_quantity + w.n").await?;
    tell(tx, order, of, SHIPPED, of.id, no_notification).await
}

/// It has arrived. What was handed over without being sent has left by that.
pub(crate) async fn deliver(tx: &Tx, order: &Held, of: &Found, no_notification: Option<bool>) -> Result<(), ApiError> {
    order.must_stand()?;
    if of.canceled_at.is_some() {
        return Err(ApiError::not_allowed("Cannot deliver an already canceled fulfillment"));
    }
    if of.delivered_at.is_some() {
        return Err(ApiError::not_allowed("Fulfillment has already been marked delivered"));
    }
    let sql = "update fulfillments set delivered_at = $2, shipped_at = coalesce(shipped_at, $2) where id = $1";
    db::exec(tx, sql, [of.id.into(), tx.now().into()]).await?;
    let moved = match of.shipped_at {
        Some(_) => "delivered_quantity = i.delivered_quantity + w.n",
        None => "delivered_quantity = i.delivered_quantity + w.n, shipped_quantity = i.shipped_quantity + w.n",
    };
    move_lines(tx, order, of.id, moved).await?;
    tell(tx, order, of, DELIVERED, of.id, no_notification).await
}

fn must_be_packed(of: &Found) -> Result<(), ApiError> {
    if of.canceled_at.is_some() {
        let id = FulfillmentId(of.id);
        return Err(ApiError::invalid_data(format!("Fulfillment with id {id} has been canceled.")));
    }
    Ok(())
}

/// Counts the lines that are in a fulfilment; `w.n` is how many of each.
async fn move_lines(tx: &Tx, order: &Held, fulfillment: Uuid, moved: &str) -> Result<(), ApiError> {
    let sql = format!(
        "update order_line_items i set {moved}
         from (select f.line_item_id, max(f.quantity / f.required_quantity) as n from fulfillment_items f
           where f.fulfillment_id = $1 and f.line_item_id is not null group by 1) w
         where i.order_id = $2 and i.id = w.line_item_id"
    );
    let values: [Cell; 2] = [fulfillment.into(), order.id.into()];
    db::exec(tx, &sql, values).await.map_err(refused::explain)?;
    Ok(())
}

async fn tell(
    tx: &Tx,
    order: &Held,
    of: &Found,
    name: EventName,
    what: Uuid,
    no_notification: Option<bool>,
) -> Result<(), ApiError> {
    let event = Emit::new(name, what)
        .before(json!({ "shipped_at": of.shipped_at, "delivered_at": of.delivered_at, "canceled_at": of.canceled_at }))
        .after(json!({
            "order_id": order.id, "fulfillment_id": of.id, "no_notification": no_notification, "at": tx.now(),
        }));
    events::emit(tx, event).await?;
    Ok(())
}
