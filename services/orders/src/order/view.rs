//! An order with what it comes to.

use entity::{
    Timestamp,
    ids::{
        CartId, CustomerId, OrderCreditLineId, OrderId, OrderTransactionId, PaymentCaptureId, PaymentRefundId,
        RegionId, SalesChannelId,
    },
};
use money::{Amount, wire::Number};
use serde_json::{Value, json as value};
use web::fields::{Column, JsonOut, Plan, Relation, Selection, View, Writer, json, many, one};

use super::{
    change::OrderChange,
    count::{count, refundable},
    document::{CreditOf, Detail, Order, TransactionOf},
    parties::{Customer, Region, SalesChannel},
    payments::CollectionView,
    related::{Beside, Related},
    sums::Sums,
};
use crate::{
    cart::{
        Counted,
        view::{
            goods::{Audience, Goods},
            line::{LineView, Whose},
            method::MethodView,
            parts::{AddressView, PromotionView},
        },
    },
    fulfilment::Fulfillment,
};

/// An order with all that is told of it.
#[derive(Debug)]
pub(crate) struct OrderView {
    order: Order,
    counted: Counted,
    items: Vec<LineView>,
    methods: Vec<MethodView>,
    shipping_address: Option<AddressView>,
    billing_address: Option<AddressView>,
    credit_lines: Vec<CreditView>,
    collections: Vec<CollectionView>,
    transactions: Vec<TransactionView>,
    fulfillments: Vec<Fulfillment>,
    promotions: Vec<PromotionView>,
    change: Option<OrderChange>,
    customer: Option<Customer>,
    region: Option<Region>,
    channel: Option<SalesChannel>,
    audience: Audience,
}

/// Writes an order.
pub(crate) fn write(view: &OrderView, selection: &Selection, out: &mut JsonOut) {
    Plan::<OrderView>::new(selection).write(view, out);
}

/// Writes a page of orders.
pub(crate) fn write_all(views: &[OrderView], selection: &Selection, out: &mut JsonOut) {
    Plan::<OrderView>::new(selection).write_all(views, out);
}

impl OrderView {
    pub(super) fn new(order: Order, goods: &Goods, related: &mut Related, audience: Audience) -> Self {
        Self::made(order, goods, related, audience, &|_| "[]".to_owned())
    }

    /// With nothing but what stands in it, as the staff sees it.
    pub(crate) fn alone(order: Order) -> Self {
        Self::with_actions(order, Beside::default(), &|_| "[]".to_owned())
    }

    /// Of an order that is about to change: what is done to its lines and methods, as JSON, by their ids. The staff sees it.
    pub(crate) fn with_actions(order: Order, beside: Beside, actions: &dyn Fn(uuid::Uuid) -> String) -> Self {
        let Beside { goods, mut related } = beside;
        Self::made(order, &goods, &mut related, Audience::Staff, actions)
    }

    fn made(
        order: Order,
        goods: &Goods,
        related: &mut Related,
        audience: Audience,
        actions: &dyn Fn(uuid::Uuid) -> String,
    ) -> Self {
        let counted = count(&order);
        let whose = Whose::Order(order.id);
        let items = (order.items.iter().zip(&counted.items))
            .map(|(item, totals)| {
                let detail = DetailView::new(whose.line(item.line.id), item.line.quantity, &item.detail);
                let refundable = refundable(item, counted.rounding);
                LineView::new(whose, &item.line, totals, counted.rounding, goods)
                    .with_detail(detail)
                    .with_refundable(refundable)
                    .with_actions(actions(item.line.id))
            })
            .collect();
        let methods = (order.shipping_methods.iter().zip(&counted.methods))
            .map(|(method, totals)| {
                MethodView::new(whose, method, totals, counted.rounding).with_actions(actions(method.id))
            })
            .collect();
        let address = |kind: &str| order.addresses.iter().find(|one| one.kind == kind).map(AddressView::of_order);
        Self {
            items,
            methods,
            shipping_address: address("shipping"),
            billing_address: address("billing"),
            credit_lines: (order.credit_lines.iter().cloned())
                .map(|line| CreditView { order: order.id, line, audience })
                .collect(),
            collections: (order.payment_collections.iter().cloned())
                .map(|one| CollectionView::new(one, audience))
                .collect(),
            transactions: (order.transactions.iter().cloned())
                .map(|line| TransactionView { order: order.id, line })
                .collect(),
            fulfillments: related.fulfillments(&order),
            promotions: related.promotions(&order),
            change: related.change(&order),
            customer: related.customer(&order),
            region: related.region(&order),
            channel: related.channel(&order),
            audience,
            counted,
            order,
        }
    }

    /// Its lines, each with how much of it is where.
    pub(crate) fn into_items(self) -> Vec<ItemView> {
        let (order, version) = (OrderId(self.order.id), self.order.version);
        self.items.into_iter().map(|line| ItemView { order, version, line }).collect()
    }

    /// What lines that somebody wants to give back have cost.
    fn return_requested(&self) -> Number {
        let sum: Amount = self.items.iter().filter_map(LineView::requested).sum();
        Number(self.counted.rounding.written(&sum))
    }

    /// What it costs, and what is still to be paid.
    pub(super) fn sums(&self) -> Sums {
        let total = self.counted.cart.sums.total.clone();
        Sums { pending: &total - &(&self.order.paid - &self.order.refunded), total }
    }

    /// All sums, as the row of the order repeats them.
    pub(super) fn sums_as_text(&self) -> Value {
        self.counted.as_text()
    }

    /// A sum by its name on the wire.
    pub(crate) fn sum(&self, name: &str) -> Option<Number> {
        if name == "return_requested_total" {
            return Some(self.return_requested());
        }
        let found = self.counted.sums().into_iter().find(|(known, _)| *known == name);
        found.map(|(_, amount)| Number(amount))
    }

    /// Medusa's `summary`: what is paid, and what is still to be paid.
    fn summary(&self) -> Value {
        let number = |amount: &Amount| serde_json::value::to_value(f64_of(amount)).unwrap_or_default();
        let sums = &self.counted.cart.sums;
        let (paid, refunded) = (&self.order.paid, &self.order.refunded);
        let transactions = paid - refunded;
        let pending = &sums.total - &transactions;
        value!({
            "paid_total": number(paid), "refunded_total": number(refunded), "transaction_total": number(&transactions),
            "pending_difference": number(&pending), "current_order_total": number(&sums.total),
            "original_order_total": number(self.order.original_total.as_ref().unwrap_or(&sums.total)),
            "accounting_total": number(&(&sums.total + &self.counted.cart.credit_line_total)),
            "credit_line_total": number(&self.counted.cart.credit_line_total),
        })
    }
}

/// The nearest number of JavaScript.
fn f64_of(amount: &Amount) -> f64 {
    amount.to_string().parse().unwrap_or_default()
}

impl View for OrderView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&OrderId(view.order.id), out)),
        ("display_id", |view, out| json(&view.order.display_id, out)),
        ("custom_display_id", |view, out| json(&view.order.custom_display_id, out)),
        ("status", |view, out| json(&view.order.status, out)),
        ("version", |view, out| json(&view.order.version, out)),
        ("is_draft_order", |view, out| json(&view.order.is_draft_order, out)),
        ("no_notification", |view, out| json(&view.order.no_notification, out)),
        ("region_id", |view, out| json(&view.order.region_id.map(RegionId), out)),
        ("sales_channel_id", |view, out| json(&view.order.sales_channel_id.map(SalesChannelId), out)),
        ("customer_id", |view, out| json(&view.order.customer_id.map(CustomerId), out)),
        ("currency_code", |view, out| json(&view.order.currency_code, out)),
        ("email", |view, out| json(&view.order.email, out)),
        ("locale", |view, out| json(&view.order.locale, out)),
        ("metadata", |view, out| json(&view.order.metadata, out)),
        ("canceled_at", |view, out| json(&view.order.canceled_at.map(Timestamp), out)),
        ("created_at", |view, out| json(&Timestamp(view.order.created_at), out)),
        ("updated_at", |view, out| json(&Timestamp(view.order.updated_at), out)),
        ("summary", |view, out| json(&view.summary(), out)),
        ("payment_status", |view, out| json(&view.order.payment_status, out)),
        ("fulfillment_status", |view, out| json(&view.order.fulfillment_status, out)),
    ];
    const COMPUTED: &'static [Column<Self>] = crate::cart::view::sums::totals!(
        return_requested_total,
        total,
        subtotal,
        tax_total,
        discount_total,
        discount_subtotal,
        discount_tax_total,
        original_total,
        original_subtotal,
        original_tax_total,
        item_total,
        item_subtotal,
        item_tax_total,
        item_discount_total,
        original_item_total,
        original_item_subtotal,
        original_item_tax_total,
        shipping_total,
        shipping_subtotal,
        shipping_tax_total,
        shipping_discount_total,
        original_shipping_total,
        original_shipping_subtotal,
        original_shipping_tax_total,
        credit_line_total,
        credit_line_subtotal,
        credit_line_tax_total,
        gift_card_total,
        gift_card_tax_total,
    );
    const RELATIONS: &'static [Relation<Self>] = &[
        ("items", |s| many(s, |view: &Self| &view.items)),
        ("shipping_methods", |s| many(s, |view: &Self| &view.methods)),
        ("shipping_address", |s| one(s, |view: &Self| view.shipping_address.as_ref())),
        ("billing_address", |s| one(s, |view: &Self| view.billing_address.as_ref())),
        ("credit_lines", |s| many(s, |view: &Self| &view.credit_lines)),
        ("payment_collections", |s| many(s, |view: &Self| &view.collections)),
        ("transactions", |s| many(s, |view: &Self| &view.transactions)),
        ("fulfillments", |s| many(s, |view: &Self| &view.fulfillments)),
        ("promotions", |s| many(s, |view: &Self| &view.promotions)),
        ("order_change", |s| one(s, |view: &Self| view.change.as_ref())),
        ("region", |s| one(s, |view: &Self| view.region.as_ref())),
        ("sales_channel", |s| one(s, |view: &Self| view.channel.as_ref())),
        ("cart", |_| {
            Box::new(|view: &Self, out| json(&view.order.cart_id.map(|id| value!({ "id": CartId(id) })), out))
        }),
        ("customer", |s| {
            let plan = Plan::<Customer>::new(s);
            Box::new(move |view: &Self, out| match (&view.customer, view.audience) {
                (Some(customer), _) => plan.write(customer, out),
                // Shoppers are told what stands in the order, and no more of him.
                (None, Audience::Shopper) => {
                    let customer = view.order.customer_id.map(CustomerId);
                    json(&customer.map(|id| value!({ "id": id, "email": view.order.email })), out);
                }
                (None, Audience::Staff) => out.extend_from_slice(b"null"),
            })
        }),
    ];
}

/// Writes a part of an order, for who shows it among other things.
pub(crate) fn part(selection: &Selection, name: &'static str) -> Writer<OrderView> {
    let column = OrderView::COLUMNS.iter().find(|(known, _)| *known == name);
    let relation = OrderView::RELATIONS.iter().find(|(known, _)| *known == name);
    match (column, relation) {
        (Some((_, write)), _) => Box::new(*write),
        (None, Some((_, compile))) => compile(selection),
        (None, None) => Box::new(|_, out| out.extend_from_slice(b"null")),
    }
}

/// How much of a line is where.
#[derive(Debug, Clone)]
pub(crate) struct DetailView {
    item_id: String,
    quantity: u32,
    detail: Detail,
}

impl DetailView {
    fn new(item_id: String, quantity: u32, detail: &Detail) -> Self {
        Self { item_id, quantity, detail: detail.clone() }
    }
}

/// A line with how much of it is where, the other way round: Medusa's `order_item`.
#[derive(Debug)]
pub(crate) struct ItemView {
    order: OrderId,
    version: i32,
    line: LineView,
}

impl ItemView {
    /// The id of the state.
    pub(crate) fn id(&self) -> String {
        let detail = self.line.detail().map(|detail| entity::ids::OrderItemId(detail.detail.detail_id));
        detail.map(|id| id.to_string()).unwrap_or_default()
    }

    /// The id of the line.
    pub(crate) fn item_id(&self) -> String {
        self.line.detail().map(|detail| detail.item_id.clone()).unwrap_or_default()
    }
}

impl View for ItemView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&view.id(), out)),
        ("order_id", |view, out| json(&view.order, out)),
        ("item_id", |view, out| json(&view.item_id(), out)),
        ("version", |view, out| json(&view.version, out)),
        ("quantity", |view, out| json(&view.line.detail().map(|detail| detail.quantity), out)),
    ];
    const RELATIONS: &'static [Relation<Self>] = &[
        ("item", |s| one(s, |view: &Self| Some(&view.line))),
        ("detail", |s| one(s, |view: &Self| view.line.detail())),
    ];
}

impl View for DetailView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&entity::ids::OrderItemId(view.detail.detail_id), out)),
        ("item_id", |view, out| json(&view.item_id, out)),
        ("quantity", |view, out| json(&view.quantity, out)),
        ("fulfilled_quantity", |view, out| json(&view.detail.fulfilled_quantity, out)),
        ("delivered_quantity", |view, out| json(&view.detail.delivered_quantity, out)),
        ("shipped_quantity", |view, out| json(&view.detail.shipped_quantity, out)),
        ("return_requested_quantity", |view, out| json(&view.detail.return_requested_quantity, out)),
        ("return_received_quantity", |view, out| json(&view.detail.return_received_quantity, out)),
        ("return_dismissed_quantity", |view, out| json(&view.detail.return_dismissed_quantity, out)),
        ("written_off_quantity", |view, out| json(&view.detail.written_off_quantity, out)),
        ("metadata", |_, out| out.extend_from_slice(b"null")),
    ];
}

/// What was paid otherwise than by a payment.
#[derive(Debug)]
struct CreditView {
    order: uuid::Uuid,
    line: CreditOf,
    audience: Audience,
}

impl View for CreditView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&OrderCreditLineId(view.line.id), out)),
        ("order_id", |view, out| json(&OrderId(view.order), out)),
        ("reference", |view, out| json(&view.line.reference, out)),
        // Whoever has the order's id need not know of which account it was.
        ("reference_id", |view, out| match view.audience {
            Audience::Shopper => out.extend_from_slice(b"null"),
            Audience::Staff => json(&view.line.reference_id, out),
        }),
        ("amount", |view, out| json(&Number(view.line.amount.clone()), out)),
        ("metadata", |view, out| json(&view.line.metadata, out)),
        ("created_at", |view, out| json(&Timestamp(view.line.created_at), out)),
        ("updated_at", |view, out| json(&Timestamp(view.line.updated_at), out)),
    ];
}

/// Money that came or went.
#[derive(Debug)]
struct TransactionView {
    order: uuid::Uuid,
    line: TransactionOf,
}

impl TransactionView {
    /// What it was: a capture, or something about a refund.
    fn reference_id(&self) -> String {
        let id = self.line.reference_id;
        match &*self.line.reference {
            "capture" => PaymentCaptureId(id).to_string(),
            "refund" | "refund_failed" => PaymentRefundId(id).to_string(),
            _ => id.to_string(),
        }
    }
}

impl View for TransactionView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&OrderTransactionId(view.line.id), out)),
        ("order_id", |view, out| json(&OrderId(view.order), out)),
        ("amount", |view, out| json(&Number(view.line.amount.clone()), out)),
        ("currency_code", |view, out| json(&view.line.currency_code, out)),
        ("reference", |view, out| json(&view.line.reference, out)),
        ("reference_id", |view, out| json(&view.reference_id(), out)),
        ("version", |view, out| json(&view.line.version, out)),
        ("created_at", |view, out| json(&Timestamp(view.line.created_at), out)),
        ("updated_at", |view, out| json(&Timestamp(view.line.created_at), out)),
    ];
}
