//! What became of an order, or is about to: changes, each of several steps.

use std::collections::HashMap;

use db::Tx;
use entity::{
    Timestamp,
    ids::{
        CustomerId, OrderChangeActionId, OrderChangeId, OrderClaimId, OrderExchangeId, OrderId, OrderLineItemId,
        OrderReturnId, OrderShippingMethodId, PromotionId, UserId,
    },
};
use money::{Amount, wire::Number};
use resource::{Row, row};
use serde_json::Value;
use uuid::Uuid;
use web::fields::{Column, Relation, View, json, many};

row! {
    /// A change of an order.
    pub(crate) struct OrderChange from "c" {
        id: OrderChangeId,
        order_id: OrderId,
        return_id: Option<OrderReturnId>,
        claim_id: Option<OrderClaimId>,
        exchange_id: Option<OrderExchangeId>,
        version: i32,
        change_type: String,
        description: Option<String>,
        status: String,
        internal_note: Option<String>,
        carry_over_promotions: Option<bool>,
        metadata: Option<Value>,
        created_by: Option<UserId>,
        requested_by: Option<String>,
        requested_at: Option<Timestamp>,
        confirmed_by: Option<String>,
        confirmed_at: Option<Timestamp>,
        declined_by: Option<String>,
        declined_reason: Option<String>,
        declined_at: Option<Timestamp>,
        canceled_by: Option<String>,
        canceled_at: Option<Timestamp>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        actions: Vec<ChangeAction>,
    }
}

row! {
    /// A step of a change.
    pub(crate) struct ChangeAction from "a" {
        id: OrderChangeActionId,
        order_change_id: OrderChangeId,
        ordering: i64,
        action: String,
        reference: Option<String>,
        reference_id: Option<Uuid>,
        details: Value,
        internal_note: Option<String>,
        applied: bool,
        created_at: Timestamp,
        updated_at: Timestamp,
        amount: Option<bigdecimal::BigDecimal>,
    }
}

impl View for OrderChange {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[("actions", |s| many(s, |change: &Self| &change.actions))];
}

impl View for ChangeAction {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |step, out| json(&step.id, out)),
        ("order_change_id", |step, out| json(&step.order_change_id, out)),
        ("ordering", |step, out| json(&step.ordering, out)),
        ("action", |step, out| json(&step.action, out)),
        ("reference", |step, out| json(&step.reference, out)),
        ("reference_id", |step, out| json(&step.reference_id.map(|id| step.named(id)), out)),
        ("amount", |step, out| json(&step.amount.clone().and_then(|sum| Amount::new(sum).ok()).map(Number), out)),
        ("details", |step, out| json(&step.details, out)),
        ("internal_note", |step, out| json(&step.internal_note, out)),
        ("applied", |step, out| json(&step.applied, out)),
        ("created_at", |step, out| json(&step.created_at, out)),
        ("updated_at", |step, out| json(&step.updated_at, out)),
    ];
}

impl ChangeAction {
    /// What it is about, by the id that it has on the wire.
    fn named(&self, id: Uuid) -> String {
        match self.reference.as_deref() {
            Some("customer") => CustomerId(id).to_string(),
            Some("order") => OrderId(id).to_string(),
            Some("return") => OrderReturnId(id).to_string(),
            Some("claim") => OrderClaimId(id).to_string(),
            Some("exchange") => OrderExchangeId(id).to_string(),
            Some("promotion") => PromotionId(id).to_string(),
            Some("order_shipping_method" | "shipping_method") => OrderShippingMethodId(id).to_string(),
            _ => OrderLineItemId(id).to_string(),
        }
    }
}

/// The open changes of orders, with their steps, by the order.
pub(crate) async fn open(tx: &Tx, orders: Vec<Uuid>) -> db::Result<HashMap<Uuid, OrderChange>> {
    let sql = format!(
        "select {} from order_changes c where c.order_id = any($1) and c.status in ('pending', 'requested') and c.deleted_at is null",
        OrderChange::SELECT
    );
    let mut found: Vec<OrderChange> = db::fetch_all(tx, &sql, [orders.into()]).await?;
    with_actions(tx, &mut found).await?;
    Ok(found.into_iter().map(|change| (change.order_id.0, change)).collect())
}

/// Loads the steps of changes.
pub(crate) async fn with_actions(tx: &Tx, changes: &mut [OrderChange]) -> db::Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = changes.iter().map(|change| change.id.0).collect();
    let sql = format!(
        "select {} from order_change_actions a where a.order_change_id = any($1) order by a.order_change_id, a.ordering",
        ChangeAction::SELECT
    );
    for step in db::fetch_all::<ChangeAction>(tx, &sql, [ids.into()]).await? {
        if let Some(change) = changes.iter_mut().find(|change| change.id == step.order_change_id) {
            change.actions.push(step);
        }
    }
    Ok(())
}
