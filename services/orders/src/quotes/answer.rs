//! What the customer says: yes, and it is an order; or no.

use std::time::Duration;

use db::Tx;
use entity::ids::OrderId;
use events::EventName;
use money::Amount;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::{Opened, deposit, write};
use crate::documents::Sold;

const DECLINED: EventName = EventName::new("quote.declined");

#[derive(FromQueryResult)]
struct Made {
    made: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Days {
    deposit_days: i32,
}

/// Accepts it: the order, made now or before.
pub(crate) async fn accept(tx: &Tx, there: &Opened) -> Result<OrderId, ApiError> {
    if let Some(order) = there.order_id {
        return Ok(OrderId(order));
    }
    if there.standing(tx.now()) != "sent" {
        return Err(there.refused(tx.now(), "accepted"));
    }
    let missing = || ApiError::internal("the quote is gone");
    let sold = Sold::quote(tx, there.id).await?.ok_or_else(missing)?;
    let sums = sold.count().whole.sums;
    let lines: Vec<Value> = (sold.items.iter())
        .filter_map(|line| {
            Some(json!({ "variant_id": line.variant_id?, "quantity": line.quantity, "line_item_id": line.id }))
        })
        .collect();
    let below_zero = |amount: &Amount| (-amount).to_string();
    let sql = "select s.deposit_days from stores s";
    let days = db::fetch_optional::<Days>(tx, sql, []).await?.map_or(7, |days| days.deposit_days);
    let document = json!({
        "order_id": OrderId::new().0,
        "search": search(&sold),
        "lines": lines,
        "books": {
            "receivable": sums.total.to_string(), "revenue": below_zero(&(&sums.total - &sums.tax_total)), "tax": below_zero(&sums.tax_total),
        },
        "dues": dues(&sold, &sums.total, tx.now() + Duration::from_hours(24 * u64::try_from(days).unwrap_or_default())),
    });
    let sql = "select private.accept_quote($1, $2, $3, $4) as made";
    let values: [Cell; 4] = [there.id.into(), there.revision.into(), document.into(), tx.now().into()];
    let made: Result<Made, db::Error> = db::fetch_one(tx, sql, values).await;
    let made = made.map_err(|error| refused(error, there, tx))?;
    made.made.map(OrderId).ok_or_else(missing)
}

/// What is to be paid when: a deposit and the rest, or all of it at once.
fn dues(sold: &Sold, total: &Amount, first: chrono::DateTime<chrono::Utc>) -> Vec<Value> {
    let part =
        |kind: &str, amount: &Amount, due_at| json!({ "kind": kind, "amount": amount.to_string(), "due_at": due_at });
    if !total.is_positive() {
        return Vec::new();
    }
    let Some(percent) = &sold.deposit_percent else { return vec![part("balance", total, Some(first))] };
    let at_once = deposit(total, percent, &sold.currency_code);
    let rest = total - &at_once;
    let mut parts = Vec::new();
    if at_once.is_positive() {
        parts.push(part("deposit", &at_once, Some(first)));
    }
    if rest.is_positive() {
        parts.push(part("balance", &rest, None));
    }
    parts
}

fn refused(error: db::Error, there: &Opened, tx: &Tx) -> ApiError {
    let db::Error::Constraint { name, .. } = &error else { return error.into() };
    match name.as_str() {
        "quotes_state" => there.refused(tx.now(), "accepted"),
        "inventory_insufficient" => ApiError::not_allowed("Some variant does not have the required inventory")
            .with_code("insufficient_inventory"),
        _ => error.into(),
    }
}

/// Declines it. What was declined already stays so.
pub(crate) async fn decline(tx: &Tx, there: &Opened) -> Result<(), ApiError> {
    match there.standing(tx.now()) {
        "declined" => return Ok(()),
        "sent" => {}
        _ => return Err(there.refused(tx.now(), "declined")),
    }
    let sql = "update quotes set status = 'declined', answered_at = $2 where id = $1";
    db::exec(tx, sql, [there.id.into(), tx.now().into()]).await?;
    write::tell(tx, DECLINED, there.id, Some(there)).await
}

/// By what the staff finds the order.
fn search(sold: &Sold) -> String {
    let mut words: Vec<String> = sold.email.iter().cloned().collect();
    for address in &sold.addresses {
        let lines = [&address.first_name, &address.last_name, &address.company, &address.city, &address.postal_code];
        words.extend(lines.into_iter().flatten().cloned());
    }
    words.join(" ").to_lowercase().chars().take(2_000).collect()
}
