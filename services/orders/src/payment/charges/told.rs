//! Who is told that a due is not charged.

use chrono::{DateTime, Utc};
use db::Tx;
use events::{Emit, EventName};
use payments::Failure;
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

use super::Row;
use crate::payment::feed::{self, Line};

/// He is reminded by it, as before the day.
const DUE: EventName = EventName::new("order.payment_due");

#[derive(FromQueryResult)]
struct Of {
    display_id: i64,
    kind: String,
    amount: String,
    currency_code: String,
    due_at: Option<DateTime<Utc>>,
}

/// Nothing is left that it could be charged with: he is asked to pay it himself, and the shop is told. Once.
pub(super) async fn no_way(tx: &Tx, row: &Row) -> Result<(), ApiError> {
    let why = "the card that the customer left for it is not kept any more. He was asked to pay it himself.";
    if let Some(of) = tell(tx, (row.id, row.order_id), "no_way", why).await? {
        let after = json!({ "due_id": row.id, "kind": of.kind, "amount": of.amount, "due_at": of.due_at });
        events::emit(tx, Emit::new(DUE, row.order_id).after(after)).await?;
    }
    Ok(())
}

/// His bank has said no for the last time.
pub(super) async fn given_up(tx: &Tx, of: (Uuid, Uuid), failure: &Failure) -> Result<(), ApiError> {
    let said: String = failure.message.chars().take(500).collect();
    let why = format!("the customer's card was declined and is not tried again. The bank says: {said}");
    tell(tx, of, "given_up", &why).await.map(drop)
}

/// It is not the card: somebody has to look at it.
pub(super) async fn not_charged(tx: &Tx, of: (Uuid, Uuid), failure: &Failure) -> Result<(), ApiError> {
    let said: String = failure.message.chars().take(500).collect();
    let why = format!("the payment provider does not take the charge, which is tried again every day. It says: {said}");
    tell(tx, of, &format!("refused:{}", failure.code), &why).await.map(drop)
}

/// It cannot even be asked for: what the shop has set, or what it sells, does not allow it.
pub(super) async fn not_begun(tx: &Tx, row: &Row, words: &str) -> Result<(), ApiError> {
    let said: String = words.chars().take(500).collect();
    let why = format!("it cannot be charged, which is tried again every day: {said}");
    tell(tx, (row.id, row.order_id), "not_begun", &why).await.map(drop)
}

/// The due, if the shop was not told this before.
async fn tell(tx: &Tx, (due, order): (Uuid, Uuid), what: &str, why: &str) -> Result<Option<Of>, ApiError> {
    let sql =
        "select o.display_id, d.kind, trim_scale(d.amount)::text as amount, o.currency_code, d.due_at from order_dues d
        join orders o on o.organization_id = d.organization_id and o.id = d.order_id where d.id = $1";
    let found: Option<Of> = db::fetch_optional(tx, sql, [due.into()]).await?;
    let Some(of) = found else { return Ok(None) };
    let (number, amount, currency) = (of.display_id, &of.amount, of.currency_code.to_uppercase());
    let line = Line {
        about: ("order", order),
        key: format!("due_not_charged:{due}:{what}"),
        title: format!("What is due of order #{number} is not paid"),
        description: format!("{amount} {currency} are due, and {why}"),
    };
    Ok(feed::tell(tx, line).await?.then_some(of))
}
