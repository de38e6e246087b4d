//! An order that is about to change.

use auth::{Staff, Who};
use db::Tx;
use entity::ids::OrderId;
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use super::missing;

/// An order that nobody else changes until this transaction ends.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Held {
    pub(crate) id: Uuid,
    pub(crate) status: String,
    pub(crate) version: i32,
    pub(crate) email: Option<String>,
    pub(crate) locale: Option<String>,
    pub(crate) currency_code: String,
    pub(crate) customer_id: Option<Uuid>,
    pub(crate) metadata: Option<Value>,
    is_canceled: bool,
}

impl Held {
    /// Its key.
    pub(crate) fn id(&self) -> OrderId {
        OrderId(self.id)
    }

    /// Refuses one that was taken back, archived since or not.
    pub(crate) fn must_stand(&self) -> Result<(), ApiError> {
        if self.is_canceled {
            return Err(ApiError::invalid_data(format!("Order with id {} has been canceled.", self.id())));
        }
        Ok(())
    }
}

/// Holds an order until the end of the transaction: before everything else that belongs to it.
pub(crate) async fn hold(tx: &Tx, id: OrderId) -> Result<Held, ApiError> {
    let sql = "select o.id, o.status, o.version, o.email, o.locale, o.currency_code, o.customer_id, o.metadata,
          o.canceled_at is not null as is_canceled
        from orders o where o.id = $1 and not o.is_draft_order and o.deleted_at is null for no key update";
    let found: Vec<Held> = db::fetch_all(tx, sql, [id.0.into()]).await?;
    found.into_iter().next().ok_or_else(|| missing(&id.to_string()))
}

/// By whom something is done, as changes of orders say it.
pub(crate) fn by(staff: &Staff) -> String {
    match &staff.who {
        Who::Person { user, .. } => user.to_string(),
        Who::Program(key) => key.to_string(),
    }
}

/// The next version of an order that is held: what it was is kept, and the change is open no more. False when the order has moved on
/// since the change was made.
pub(crate) async fn confirm(tx: &Tx, change: Uuid, by: &str, was: Value) -> Result<bool, ApiError> {
    let sql = "select private.confirm_change($1, $2, $3, $4) as done";
    let Done { done } = db::fetch_one(tx, sql, [change.into(), by.into(), tx.now().into(), was.into()]).await?;
    Ok(done)
}

#[derive(FromQueryResult)]
struct Done {
    done: bool,
}

/// Writes down anew by what the staff finds an order: number, address, names and places.
pub(crate) async fn find_again(tx: &Tx, id: OrderId) -> Result<(), ApiError> {
    let sql = "update orders o set search = left(lower(concat_ws(' ', o.display_id, o.email, (
          select string_agg(concat_ws(' ', a.first_name, a.last_name, a.company, a.city, a.postal_code), ' ' order by a.kind desc)
          from order_addresses a where a.organization_id = o.organization_id and a.order_id = o.id))), 2000)
        where o.id = $1";
    db::exec(tx, sql, [id.0.into()]).await?;
    Ok(())
}
