//! `POST /admin/orders/{id}/credit-lines`

use auth::Staff;
use db::{OnConstraint, Tx};
use entity::ids::{OrderChangeId, OrderCreditLineId};
use events::{Emit, EventName};
use money::{Amount, Rounding};
use resource::fields::{Amount as AmountField, AtMost};
use sea_orm::Value as Cell;
use serde_json::{Map, Value, json};
use web::{
    ApiError, Kind, body,
    body::{Change, Fields, Required},
};

use crate::{
    admin::deed::Deed,
    order::{self, Held, by},
};

const CREDITED: EventName = EventName::new("order.credit_line_created");

body! {
    /// What is given for nothing, or taken back.
    pub(super) struct New {
        /// Above zero less is to be paid, below zero more.
        amount: AmountField = 5,
        /// What it is for.
        reference: Required<AtMost<255>> = "goodwill",
        /// Which of these.
        reference_id: Required<AtMost<255>> = "ticket_1042",
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"approved_by": "Olga"},
    }
    checked by check
}

fn check(fields: &mut Fields, new: &New) {
    if new.amount.0.is_none() && !fields.has("amount") {
        fields.complain("Field 'amount' is required");
    }
}

pub(super) struct Create;

impl Deed for Create {
    type Input = New;

    const PATH: &'static str = "/credit-lines";
    const NAME: &'static str = "create_order_credit_line";

    /// The next version of the order: what it costs is another sum from here on, and the books say who bears it.
    async fn act(tx: &Tx, staff: &Staff, held: &Held, _: &str, new: New) -> Result<(), ApiError> {
        held.must_stand()?;
        let New { amount: AmountField(amount), reference, reference_id, metadata } = new;
        let (Required(AtMost(reference)), Required(AtMost(reference_id))) = (reference, reference_id);
        let amount = Amount::new(amount.unwrap_or_default()).map_err(|_| wrong("expected a number"))?;
        let Rounding::Currency(digits) = digits(held) else { return Err(wrong("expected a number")) };
        if amount.r(digits) != amount {
            return Err(wrong(&format!("'{}' has {digits} digits", held.currency_code)));
        }
        let before = order::counted(tx, held.id()).await?;
        fits(&amount, &before.pending)?;
        let was = order::document(tx, held.id()).await?.ok_or_else(|| order::missing(&held.id().to_string()))?;
        let line = OrderCreditLineId::new();
        let change = note(tx, staff, held, &amount, &reference, line).await?;
        if !order::confirm(tx, change.0, &by(staff), was).await? {
            let words = "The request conflicted with another one that came at the same time. Please try again.";
            return Err(ApiError::new(Kind::Conflict, words));
        }
        let sql = "insert into order_credit_lines (organization_id, id, order_id, reference, reference_id, amount, metadata, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6::numeric, $7, $8, $8)";
        let values: [Cell; 8] = [
            tx.organization()?.into(),
            line.0.into(),
            held.id.into(),
            reference.as_str().into(),
            reference_id.into(),
            amount.to_string().into(),
            metadata.given().map(Value::Object).into(),
            tx.now().into(),
        ];
        db::exec(tx, sql, values).await?;
        book(tx, held, &amount).await?;
        let after = order::recount(tx, held.id()).await?;
        let event = Emit::new(CREDITED, held.id)
            .before(json!({ "total": before.total.to_string() }))
            .after(json!({ "total": after.total.to_string(), "credit_line_id": line.0, "amount": amount.to_string() }));
        events::emit(tx, event).await?;
        Ok(())
    }
}

fn wrong(expected: &str) -> ApiError {
    ApiError::invalid_data(format!("Invalid request: Invalid value for field 'amount': {expected}"))
}

fn digits(held: &Held) -> Rounding {
    Rounding::Currency(money::currency::digits(&held.currency_code))
}

/// No more than is still to be paid, or to be paid back.
fn fits(amount: &Amount, pending: &Amount) -> Result<(), ApiError> {
    let words = if pending.is_zero() {
        "Can only create credit lines if the order has a positive or negative pending difference"
    } else if amount.is_zero() {
        "Invalid request: Value for field 'amount' must not be 0"
    } else if pending.is_positive() && amount.is_negative() {
        "Can only create positive credit lines if the order has a positive pending difference"
    } else if pending.is_negative() && amount.is_positive() {
        "Can only create negative credit lines if the order has a negative pending difference"
    } else if pending.is_negative() && (amount - pending).is_negative() {
        "Cannot create more negative credit lines with amount more than the pending difference"
    } else if pending.is_positive() && (amount - pending).is_positive() {
        "Cannot create more positive credit lines with amount more than the pending difference"
    } else {
        return Ok(());
    };
    Err(ApiError::invalid_data(words))
}

async fn note(
    tx: &Tx,
    staff: &Staff,
    held: &Held,
    amount: &Amount,
    reference: &str,
    line: OrderCreditLineId,
) -> Result<OrderChangeId, ApiError> {
    let id = OrderChangeId::new();
    let sql = "insert into order_changes (organization_id, id, order_id, version, change_type, status, requested_by, requested_at, created_at,
          updated_at)
        values ($1, $2, $3, $4, 'credit_line', 'pending', $5, $6, $6, $6)";
    let values: [Cell; 6] = [
        tx.organization()?.into(),
        id.0.into(),
        held.id.into(),
        held.version.into(),
        by(staff).into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await.on_constraint("order_changes_one_open", |_| {
        ApiError::invalid_data(format!(
            "Order with id {} already has an existing active order change: confirm or cancel it first",
            held.id()
        ))
    })?;
    let sql = "insert into order_change_actions (organization_id, order_change_id, ordering, action, reference, reference_id, amount, details,
          created_at, updated_at)
        values ($1, $2, 1, 'CREDIT_LINE_ADD', 'credit_line', $3, $4::numeric, $5, $6, $6)";
    let values: [Cell; 6] = [
        tx.organization()?.into(),
        id.0.into(),
        line.0.into(),
        amount.to_string().into(),
        json!({ "reference": reference }).into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(id)
}

/// The customer owes less, or more; the shop bears it.
async fn book(tx: &Tx, held: &Held, amount: &Amount) -> Result<(), ApiError> {
    let lines = json!({ "goodwill": amount.to_string(), "receivable": (-amount).to_string() });
    let sql = "select private.post('order.changed', $1, $2, $3, $4, $1, null, $5)";
    let values: [Cell; 5] = [
        held.id.into(),
        (held.version + 1).into(),
        held.currency_code.as_str().into(),
        lines.into(),
        held.customer_id.into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(())
}
