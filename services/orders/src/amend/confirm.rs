//! An order becomes what its change says.

use std::collections::HashMap;

use db::Tx;
use money::Amount;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::{Held, explain};
use crate::{
    cart::Counted,
    change::{Action, Refusal, What},
    order::{self, document::Order},
};

/// What became of it.
#[derive(Debug)]
pub(crate) struct Confirmed {
    /// As it is now.
    pub(crate) order: Order,
    /// The actions that made it so.
    pub(crate) actions: Vec<Action>,
    /// What it cost before.
    pub(crate) total_before: Amount,
    /// What it costs now.
    pub(crate) total: Amount,
}

#[derive(FromQueryResult)]
struct Done {
    done: bool,
}

/// Confirms the open change: the next version, its lines and methods, the books, what is still to be paid and what is kept on stock, all
/// of it or nothing, and once.
pub(crate) async fn confirm(tx: &Tx, held: &mut Held, by: Option<String>) -> Result<Confirmed, ApiError> {
    let after = held.applied()?.order;
    confirm_as(tx, held, by, after).await
}

/// The same of an order that was counted anew.
pub(crate) async fn confirm_as(
    tx: &Tx,
    held: &mut Held,
    by: Option<String>,
    mut after: Order,
) -> Result<Confirmed, ApiError> {
    let Some(change) = held.change.take() else {
        return Err(ApiError::invalid_data("An active Order Change is required to proceed"));
    };
    after.items.retain(|item| item.line.quantity > 0);
    let (was, now) = (order::count(&held.order), order::count(&after));
    let sql = "select private.confirm_change($1, $2, $3, $4) as done";
    let values: [Cell; 4] = [change.id.into(), by.into(), tx.now().into(), held.was.clone().into()];
    let Done { done } = db::fetch_one(tx, sql, values).await?;
    if !done {
        return Err(Refusal::Moved.into());
    }
    let mut document = document(&after, &now, &change.actions);
    if !held.is_draft {
        document["books"] = books(&was, &now, &change.actions);
        document["back"] = back(&was, &now, &change.actions);
        document["source_id"] = json!(change.id);
        let (reserve, release) = stock(&held.order, &after);
        document["reserve"] = reserve;
        document["release"] = release;
    }
    write(tx, after.id, document).await?;
    Ok(Confirmed {
        total_before: was.cart.sums.total.clone(),
        total: now.cart.sums.total.clone(),
        order: after,
        actions: change.actions,
    })
}

/// Writes a draft as it is: nothing of it is booked, kept or paid yet.
pub(crate) async fn write_draft(tx: &Tx, order: &Order) -> Result<(), ApiError> {
    write(tx, order.id, document(order, &order::count(order), &[])).await
}

async fn write(tx: &Tx, order: Uuid, document: Value) -> Result<(), ApiError> {
    let sql = "select private.write_order($1, $2, $3)";
    db::exec(tx, sql, [order.into(), document.into(), tx.now().into()]).await.map_err(explain)?;
    Ok(())
}

fn document(order: &Order, counted: &Counted, actions: &[Action]) -> Value {
    // Of what a method is, says the action that brought it.
    let parts: HashMap<Uuid, Value> = (actions.iter())
        .filter_map(|action| match &action.what {
            What::ShippingAdd { method, return_id, claim_id, exchange_id, is_custom_amount } => {
                let parts = json!({
                    "return_id": return_id, "claim_id": claim_id, "exchange_id": exchange_id, "is_custom_amount": is_custom_amount
                });
                Some((method.id, parts))
            }
            _ => None,
        })
        .collect();
    let methods: Vec<Value> = (order.shipping_methods.iter())
        .map(|method| {
            let mut row = json!(method);
            if let (Some(row), Some(parts)) = (row.as_object_mut(), parts.get(&method.id).and_then(Value::as_object)) {
                row.extend(parts.clone());
            }
            row
        })
        .collect();
    let credits: Vec<Value> = (actions.iter())
        .filter_map(|action| match &action.what {
            What::CreditLineAdd { id, reference, reference_id, amount, .. } => Some(json!({
                "id": id, "reference": reference, "reference_id": reference_id, "amount": amount.to_string()
            })),
            _ => None,
        })
        .collect();
    json!({
        "order": {
            "email": order.email, "customer_id": order.customer_id, "sales_channel_id": order.sales_channel_id,
            "locale": order.locale, "metadata": order.metadata,
            "total": counted.cart.sums.total.to_string(), "totals": counted.as_text(),
        },
        "addresses": order.addresses, "items": order.items, "shipping_methods": methods, "credit_lines": credits,
    })
}

/// By how much the books change. What credit pays is owed by the customer as well, and paid in the same breath.
fn books(was: &Counted, now: &Counted, actions: &[Action]) -> Value {
    let receivable = |counted: &Counted| &counted.cart.sums.total + &counted.cart.credit_line_total;
    let tax = |counted: &Counted| counted.cart.sums.tax_total.clone();
    let owed = &receivable(now) - &receivable(was);
    let taxes = &tax(now) - &tax(was);
    let given = given(actions);
    json!({
        "receivable": (&owed - &given).to_string(), "revenue": (&taxes - &owed).to_string(), "tax": (-&taxes).to_string(),
        "goodwill": given.to_string(),
    })
}

/// What a change gives for nothing.
fn given(actions: &[Action]) -> Amount {
    let given = actions.iter().filter_map(|action| match &action.what {
        What::CreditLineAdd { amount, .. } => Some(amount),
        _ => None,
    });
    given.sum()
}

/// What credit has paid and pays no more: the order costs less than it.
fn back(was: &Counted, now: &Counted, actions: &[Action]) -> Value {
    let before = &was.cart.credit_line_total + &given(actions);
    json!((&before - &now.cart.credit_line_total).at_least_zero().to_string())
}

/// What is kept for more pieces, and given back for fewer.
fn stock(was: &Order, now: &Order) -> (Value, Value) {
    let count = |order: &Order| -> HashMap<Uuid, i64> {
        order.items.iter().map(|item| (item.line.id, i64::from(item.line.quantity))).collect()
    };
    let (before, after) = (count(was), count(now));
    let reserve: Vec<Value> = (now.items.iter())
        .filter_map(|item| {
            let more = i64::from(item.line.quantity) - before.get(&item.line.id).copied().unwrap_or_default();
            let variant = item.line.variant_id.filter(|_| more > 0)?;
            Some(json!({
                "variant_id": variant, "quantity": more, "line_item_id": item.line.id, "allow_backorder": item.allow_backorder
            }))
        })
        .collect();
    let release: Vec<Value> = (was.items.iter())
        .filter_map(|item| {
            let fewer = i64::from(item.line.quantity) - after.get(&item.line.id).copied().unwrap_or_default();
            (fewer > 0).then(|| json!({ "line_item_id": item.line.id, "quantity": fewer }))
        })
        .collect();
    (Value::Array(reserve), Value::Array(release))
}
