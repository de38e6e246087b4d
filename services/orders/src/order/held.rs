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
    pub(crate) display_id: i64,
    pub(crate) status: String,
    pub(crate) version: i32,
    pub(crate) email: Option<String>,
    pub(crate) locale: Option<String>,
    pub(crate) currency_code: String,
    pub(crate) customer_id: Option<Uuid>,
    pub(crate) metadata: Option<Value>,
}

impl Held {
    /// Its key.
    pub(crate) fn id(&self) -> OrderId {
        OrderId(self.id)
    }

    /// Refuses one that was taken back.
    pub(crate) fn must_stand(&self) -> Result<(), ApiError> {
        if self.status == "canceled" {
            return Err(ApiError::invalid_data(format!("Order with id {} has been canceled.", self.id())));
        }
        Ok(())
    }
}

/// Holds an order until the end of the transaction: before everything else that belongs to it.
pub(crate) async fn hold(tx: &Tx, id: OrderId) -> Result<Held, ApiError> {
    let sql =
        "select o.id, o.display_id, o.status, o.version, o.email, o.locale, o.currency_code, o.customer_id, o.metadata
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
