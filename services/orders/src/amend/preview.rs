//! An order as it would be: with what is done to each line and method beside it, and the change that does it.

use std::{collections::BTreeMap, sync::LazyLock};

use db::Tx;
use entity::{
    Timestamp,
    ids::{
        OrderChangeActionId, OrderChangeId, OrderClaimId, OrderExchangeId, OrderId, OrderLineItemId, OrderReturnId,
        OrderShippingMethodId, PromotionId, ReturnReasonId, UserId,
    },
};
use money::{Amount, wire::Number};
use serde::Serialize;
use serde_json::value::RawValue;
use uuid::Uuid;
use web::{
    ApiError,
    fields::{FieldRules, JsonOut, Selection, json},
};

use super::{Held, Open};
use crate::{
    change::{Action, What},
    order::{self, Beside, OrderView, document::Order},
};

#[rustfmt::skip]
const ALL: &[&str] = &[
    "id", "display_id", "custom_display_id", "status", "version", "summary", "currency_code", "region_id", "customer_id",
    "sales_channel_id", "email", "locale", "metadata", "created_at", "updated_at", "payment_status", "fulfillment_status",
    "total", "subtotal", "tax_total", "discount_total", "discount_subtotal", "discount_tax_total", "original_total",
    "original_subtotal", "original_tax_total", "item_total", "item_subtotal", "item_tax_total", "item_discount_total",
    "original_item_total", "original_item_subtotal", "original_item_tax_total", "shipping_total", "shipping_subtotal",
    "shipping_tax_total", "shipping_discount_total", "original_shipping_total", "original_shipping_subtotal",
    "original_shipping_tax_total", "credit_line_total", "gift_card_total", "gift_card_tax_total", "*items",
    "*items.tax_lines", "*items.adjustments", "*items.detail", "items.actions", "items.total", "items.subtotal",
    "items.tax_total", "items.discount_total", "items.discount_tax_total", "items.original_total",
    "items.original_subtotal", "items.original_tax_total", "items.item_total", "items.item_subtotal",
    "items.item_tax_total", "items.refundable_total", "items.refundable_total_per_unit", "items.return_requested_total",
    "*shipping_methods", "*shipping_methods.tax_lines", "*shipping_methods.adjustments", "shipping_methods.actions",
    "shipping_methods.total", "shipping_methods.subtotal", "shipping_methods.tax_total", "shipping_methods.discount_total",
    "shipping_methods.discount_tax_total", "shipping_methods.original_total", "shipping_methods.original_subtotal",
    "shipping_methods.original_tax_total", "*shipping_address", "*billing_address", "*credit_lines",
    "*payment_collections", "*payment_collections.payments", "fulfillments",
];

static RULES: LazyLock<FieldRules> =
    LazyLock::new(|| FieldRules::new(ALL.iter().copied(), std::iter::empty::<String>()));

#[rustfmt::skip]
const BESIDE: &[&str] = &[
    "canceled_at", "*items.variant", "*items.variant.product", "*payment_collections.payments.refunds",
    "*payment_collections.payments.captures", "*fulfillments", "*customer", "*region", "*sales_channel",
];

static WHOLE: LazyLock<FieldRules> =
    LazyLock::new(|| FieldRules::new(ALL.iter().chain(BESIDE).copied(), std::iter::empty::<String>()));

fn everything() -> Result<Selection, ApiError> {
    RULES.select(None)
}

/// The order as it is.
pub(crate) fn order(order: &Order) -> Result<JsonOut, ApiError> {
    let mut out = JsonOut::new();
    order::write(&OrderView::alone(order.clone()), &everything()?, &mut out);
    Ok(out)
}

/// The order as its open change would make it.
pub(crate) fn preview(held: &Held) -> Result<JsonOut, ApiError> {
    preview_of(held, held.applied()?.order)
}

/// The same of an order that was counted anew.
pub(crate) fn preview_of(held: &Held, after: Order) -> Result<JsonOut, ApiError> {
    let of = actions_of(held);
    let requested = requested(&after);
    let view = OrderView::with_actions(after, Beside::default(), &of);
    Ok(written(held, &view, &everything()?, requested))
}

/// The same for whoever reads an order, with what does not stand in it: goods as they are today, and what was sent.
pub(crate) async fn preview_whole(tx: &Tx, held: &Held) -> Result<JsonOut, ApiError> {
    let after = held.applied()?.order;
    let selection = WHOLE.select(None)?;
    let beside = Beside::load(tx, &after, &selection).await?;
    let requested = requested(&after);
    let view = OrderView::with_actions(after, beside, &actions_of(held));
    Ok(written(held, &view, &selection, requested))
}

/// What is done to a line or a method, by its id.
fn actions_of(held: &Held) -> impl Fn(Uuid) -> String {
    let change = held.change.as_ref();
    move |id| {
        let those = change.into_iter().flat_map(|change| change.actions.iter().map(move |action| (change, action)));
        let those: Vec<Shown> = those
            .filter(|(_, action)| action.what.item() == Some(id) || action.what.method() == Some(id))
            .map(|(change, action)| Shown::new(change, action))
            .collect();
        serde_json::to_string(&those).unwrap_or_else(|_| "[]".to_owned())
    }
}

fn requested(order: &Order) -> Amount {
    let rounding = order::rounding(order);
    order.items.iter().map(|item| order::refundable(item, rounding).requested).sum()
}

fn written(held: &Held, view: &OrderView, selection: &Selection, requested: Amount) -> JsonOut {
    let mut out = JsonOut::new();
    order::write(view, selection, &mut out);
    out.pop();
    out.extend_from_slice(b",\"return_requested_total\":");
    json(&Number(requested), &mut out);
    out.extend_from_slice(b",\"order_change\":");
    match &held.change {
        Some(change) => out.append(&mut shown_change(change)),
        None => out.extend_from_slice(b"null"),
    }
    out.push(b'}');
    out
}

/// A change as it is answered.
pub(crate) fn shown_change(change: &Open) -> JsonOut {
    let mut out = JsonOut::new();
    let shown = ShownChange {
        id: OrderChangeId(change.id),
        version: change.version + 1,
        change_type: &change.change_type,
        order_id: OrderId(change.order_id),
        return_id: change.return_id.map(OrderReturnId),
        claim_id: change.claim_id.map(OrderClaimId),
        exchange_id: change.exchange_id.map(OrderExchangeId),
        status: &change.status,
        description: change.description.as_deref(),
        internal_note: change.internal_note.as_deref(),
        carry_over_promotions: change.carry_over_promotions,
        metadata: change.metadata.as_ref(),
        requested_by: change.requested_by.as_deref(),
        requested_at: change.requested_at.map(Timestamp),
        confirmed_by: change.confirmed_by.as_deref(),
        confirmed_at: change.confirmed_at.map(Timestamp),
        declined_by: change.declined_by.as_deref(),
        declined_reason: change.declined_reason.as_deref(),
        declined_at: change.declined_at.map(Timestamp),
        canceled_by: change.canceled_by.as_deref(),
        canceled_at: change.canceled_at.map(Timestamp),
        created_by: change.created_by.map(UserId),
        created_at: Timestamp(change.created_at),
        updated_at: Timestamp(change.updated_at),
        actions: change.actions.iter().map(|action| Shown::new(change, action)).collect(),
    };
    json(&shown, &mut out);
    out
}

#[derive(Serialize)]
struct ShownChange<'a> {
    id: OrderChangeId,
    version: i32,
    change_type: &'a str,
    order_id: OrderId,
    return_id: Option<OrderReturnId>,
    claim_id: Option<OrderClaimId>,
    exchange_id: Option<OrderExchangeId>,
    status: &'a str,
    description: Option<&'a str>,
    internal_note: Option<&'a str>,
    carry_over_promotions: Option<bool>,
    metadata: Option<&'a serde_json::Value>,
    requested_by: Option<&'a str>,
    requested_at: Option<Timestamp>,
    confirmed_by: Option<&'a str>,
    confirmed_at: Option<Timestamp>,
    declined_by: Option<&'a str>,
    declined_reason: Option<&'a str>,
    declined_at: Option<Timestamp>,
    canceled_by: Option<&'a str>,
    canceled_at: Option<Timestamp>,
    created_by: Option<UserId>,
    created_at: Timestamp,
    updated_at: Timestamp,
    actions: Vec<Shown<'a>>,
}

/// An action with Medusa's `details`.
#[derive(Serialize)]
struct Shown<'a> {
    id: OrderChangeActionId,
    order_change_id: OrderChangeId,
    order_id: OrderId,
    return_id: Option<OrderReturnId>,
    claim_id: Option<OrderClaimId>,
    exchange_id: Option<OrderExchangeId>,
    ordering: i64,
    action: &'static str,
    reference: Option<&'static str>,
    reference_id: Option<String>,
    amount: Option<Number>,
    details: BTreeMap<&'static str, Box<RawValue>>,
    internal_note: Option<&'a str>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl<'a> Shown<'a> {
    fn new(change: &Open, action: &'a Action) -> Self {
        let (reference, reference_id) = reference(change, &action.what);
        let (amount, details) = details(&action.what);
        Self {
            id: OrderChangeActionId(action.id),
            order_change_id: OrderChangeId(change.id),
            order_id: OrderId(change.order_id),
            return_id: change.return_id.map(OrderReturnId),
            claim_id: change.claim_id.map(OrderClaimId),
            exchange_id: change.exchange_id.map(OrderExchangeId),
            ordering: action.ordering,
            action: action.what.name(),
            reference,
            reference_id,
            amount: amount.map(Number),
            details,
            internal_note: action.internal_note.as_deref(),
            created_at: Timestamp(action.created_at),
            updated_at: Timestamp(action.updated_at),
        }
    }
}

/// To what an action refers.
fn reference(change: &Open, what: &What) -> (Option<&'static str>, Option<String>) {
    if let Some(method) = what.method() {
        return (Some("order_shipping_method"), Some(OrderShippingMethodId(method).to_string()));
    }
    let of_return = matches!(
        what,
        What::ReturnItem { .. }
            | What::CancelReturnItem { .. }
            | What::ReceiveReturnItem { .. }
            | What::ReceiveDamagedReturnItem { .. }
    );
    match (change.return_id.filter(|_| of_return), change.claim_id, change.exchange_id, what.item()) {
        (Some(id), _, _, _) => (Some("return"), Some(OrderReturnId(id).to_string())),
        (None, Some(id), _, _) => (Some("claim"), Some(OrderClaimId(id).to_string())),
        (None, None, Some(id), _) => (Some("exchange"), Some(OrderExchangeId(id).to_string())),
        (None, None, None, Some(id)) => (Some("order_line_item"), Some(OrderLineItemId(id).to_string())),
        (None, None, None, None) => (None, None),
    }
}

type Details = BTreeMap<&'static str, Box<RawValue>>;

/// What is said of an action, in Medusa's names; and what it is worth where it says so.
fn details(what: &What) -> (Option<Amount>, Details) {
    let mut details = Details::new();
    let mut say =
        |name: &'static str, value: Option<Box<RawValue>>| drop(value.map(|value| details.insert(name, value)));
    if let Some(id) = what.item() {
        say("reference_id", raw(&OrderLineItemId(id)));
    }
    if let Some(id) = what.method() {
        say("reference_id", raw(&OrderShippingMethodId(id)));
    }
    let amount = match what {
        What::ItemAdd { line, .. } => {
            say("quantity", raw(&line.quantity));
            say("unit_price", raw(&Number(line.unit_price.clone())));
            say("compare_at_unit_price", raw(&line.compare_at_unit_price.clone().map(Number)));
            say("metadata", raw(&line.metadata));
            Some(&line.unit_price * &Amount::from(line.quantity))
        }
        What::ItemUpdate { quantity, unit_price, compare_at_unit_price, metadata, .. } => {
            say("quantity", raw(quantity));
            if unit_price.is_some() {
                say("unit_price", raw(&unit_price.clone().map(Number)));
            }
            if compare_at_unit_price.is_some() {
                say("compare_at_unit_price", raw(&compare_at_unit_price.clone().map(Number)));
            }
            if metadata.is_some() {
                say("metadata", raw(metadata));
            }
            None
        }
        What::ReturnItem { quantity, reason_id, metadata, note, .. } => {
            say("quantity", raw(quantity));
            say("reason_id", raw(&reason_id.map(ReturnReasonId)));
            say("note", raw(note));
            say("metadata", raw(metadata));
            None
        }
        What::WriteOffItem { quantity, reason, metadata, note, .. } => {
            say("quantity", raw(quantity));
            say("reason", raw(reason));
            say("note", raw(note));
            say("metadata", raw(metadata));
            None
        }
        What::ItemRemove { quantity, .. }
        | What::CancelReturnItem { quantity, .. }
        | What::ReceiveReturnItem { quantity, .. }
        | What::ReceiveDamagedReturnItem { quantity, .. }
        | What::ReinstateItem { quantity, .. } => {
            say("quantity", raw(quantity));
            None
        }
        What::ShippingAdd { method, .. } | What::ShippingUpdate { method, .. } => Some(method.amount.clone()),
        What::CreditLineAdd { reference, amount, .. } => {
            say("reference", raw(reference));
            Some(amount.clone())
        }
        What::PromotionAdd { promotion, code } | What::PromotionRemove { promotion, code } => {
            say("reference_id", raw(&PromotionId(*promotion)));
            say("code", raw(code));
            None
        }
        What::ShippingRemove { .. } | What::TransferCustomer { .. } | What::UpdateOrderProperties(_) => None,
    };
    (amount, details)
}

fn raw<T: Serialize>(value: &T) -> Option<Box<RawValue>> {
    serde_json::value::to_raw_value(value).ok()
}
