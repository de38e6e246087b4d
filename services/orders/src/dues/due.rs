//! A part of what an order costs.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::{OrderDueId, OrderId, PaymentCollectionId};
use money::{Amount, wire::Number};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

/// As the table has it; money is text.
#[expect(clippy::struct_field_names, reason = "the columns are named so")]
#[derive(Debug, FromQueryResult)]
pub(crate) struct Due {
    id: Uuid,
    order_id: Uuid,
    nth: i32,
    kind: String,
    amount: String,
    currency_code: String,
    due_at: Option<DateTime<Utc>>,
    payment_collection_id: Option<Uuid>,
    paid_at: Option<DateTime<Utc>>,
    reminded_at: Option<DateTime<Utc>>,
}

impl Due {
    /// As it is answered. Whoever is not of the staff is not told of reminders.
    pub(crate) fn json(&self, staff: bool) -> Result<Value, ApiError> {
        let amount: Amount = self.amount.parse().map_err(ApiError::internal)?;
        let time = |at: Option<DateTime<Utc>>| at.map(entity::Timestamp);
        let mut told = json!({
            "id": OrderDueId(self.id), "order_id": OrderId(self.order_id), "nth": self.nth, "kind": self.kind, "amount": Number(amount),
            "currency_code": self.currency_code, "due_at": time(self.due_at), "paid_at": time(self.paid_at),
            "payment_collection_id": self.payment_collection_id.map(PaymentCollectionId),
        });
        if staff {
            told["reminded_at"] = json!(time(self.reminded_at));
        }
        Ok(told)
    }
}

/// All of an order, in their order.
pub(crate) async fn of_order(tx: &Tx, order: Uuid) -> db::Result<Vec<Due>> {
    let sql = "select d.id, d.order_id, d.nth, d.kind, d.amount::text as amount, o.currency_code, d.due_at, d.payment_collection_id, d.paid_at,
          d.reminded_at
        from order_dues d join orders o on o.organization_id = d.organization_id and o.id = d.order_id and o.deleted_at is null
        where d.order_id = $1 order by d.nth";
    db::fetch_all(tx, sql, [order.into()]).await
}
