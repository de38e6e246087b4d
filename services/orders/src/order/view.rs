//! An order with what it comes to.

use entity::{
    Timestamp,
    ids::{CartId, CustomerId, OrderCreditLineId, OrderId, PaymentCollectionId, PaymentId, RegionId, SalesChannelId},
};
use money::{Amount, wire::Number};
use serde_json::{Value, json as value};
use web::fields::{Column, JsonOut, Plan, Relation, Selection, View, Writer, json, many, one};

use super::{
    count::{count, refundable},
    document::{CollectionOf, CreditOf, Detail, Order, PaymentOf},
};
use crate::cart::{
    Counted,
    view::{
        goods::Goods,
        line::{LineView, Whose},
        method::MethodView,
        parts::AddressView,
    },
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
}

/// Writes an order.
pub(crate) fn write(view: &OrderView, selection: &Selection, out: &mut JsonOut) {
    Plan::<OrderView>::new(selection).write(view, out);
}

impl OrderView {
    pub(crate) fn new(order: Order, goods: &Goods) -> Self {
        Self::with_actions(order, goods, &|_| "[]".to_owned())
    }

    /// Of an order that is about to change: what is done to its lines and methods, as JSON, by their ids.
    pub(crate) fn with_actions(order: Order, goods: &Goods, actions: &dyn Fn(uuid::Uuid) -> String) -> Self {
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
            credit_lines: order.credit_lines.iter().cloned().map(|line| CreditView { order: order.id, line }).collect(),
            collections: order.payment_collections.iter().cloned().map(CollectionView::new).collect(),
            counted,
            order,
        }
    }

    /// A sum by its name on the wire.
    pub(crate) fn sum(&self, name: &str) -> Option<Number> {
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
            "original_order_total": number(&sums.total), "accounting_total": number(&sums.total),
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
        ("region_id", |view, out| json(&view.order.region_id.map(RegionId), out)),
        ("sales_channel_id", |view, out| json(&view.order.sales_channel_id.map(SalesChannelId), out)),
        ("customer_id", |view, out| json(&view.order.customer_id.map(CustomerId), out)),
        ("currency_code", |view, out| json(&view.order.currency_code, out)),
        ("email", |view, out| json(&view.order.email, out)),
        ("locale", |view, out| json(&view.order.locale, out)),
        ("metadata", |view, out| json(&view.order.metadata, out)),
        ("created_at", |view, out| json(&Timestamp(view.order.created_at), out)),
        ("updated_at", |view, out| json(&Timestamp(view.order.updated_at), out)),
        ("summary", |view, out| json(&view.summary(), out)),
        ("payment_status", |view, out| json(&view.order.payment_status, out)),
        ("fulfillment_status", |view, out| json(&view.order.fulfillment_status, out)),
    ];
    const COMPUTED: &'static [Column<Self>] = crate::cart::view::sums::totals!(
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
        ("fulfillments", |_| Box::new(|_, out| out.extend_from_slice(b"[]"))),
        ("cart", |_| {
            Box::new(|view: &Self, out| json(&view.order.cart_id.map(|id| value!({ "id": CartId(id) })), out))
        }),
        ("customer", |_| {
            Box::new(|view: &Self, out| {
                let customer = view.order.customer_id.map(CustomerId);
                json(&customer.map(|id| value!({ "id": id, "email": view.order.email })), out);
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
}

impl View for CreditView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&OrderCreditLineId(view.line.id), out)),
        ("order_id", |view, out| json(&OrderId(view.order), out)),
        ("reference", |view, out| json(&view.line.reference, out)),
        // Whoever has the order's id need not know of which account it was.
        ("reference_id", |_, out| out.extend_from_slice(b"null")),
        ("amount", |view, out| json(&Number(view.line.amount.clone()), out)),
        ("metadata", |view, out| json(&view.line.metadata, out)),
        ("created_at", |view, out| json(&Timestamp(view.line.created_at), out)),
        ("updated_at", |view, out| json(&Timestamp(view.line.updated_at), out)),
    ];
}

/// What is paid for it.
#[derive(Debug)]
struct CollectionView {
    of: CollectionOf,
    payments: Vec<PaymentView>,
}

/// Money that was promised or taken.
#[derive(Debug)]
struct PaymentView(PaymentOf);

impl CollectionView {
    fn new(of: CollectionOf) -> Self {
        let payments = of.payments.iter().cloned().map(PaymentView).collect();
        Self { of, payments }
    }
}

impl View for CollectionView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&PaymentCollectionId(view.of.collection.id), out)),
        ("currency_code", |view, out| json(&view.of.collection.currency_code, out)),
        ("amount", |view, out| json(&Number(view.of.collection.amount.clone()), out)),
        ("authorized_amount", |view, out| json(&Number(view.of.collection.authorized_amount.clone()), out)),
        ("captured_amount", |view, out| json(&Number(view.of.collection.captured_amount.clone()), out)),
        ("refunded_amount", |view, out| json(&Number(view.of.collection.refunded_amount.clone()), out)),
        ("status", |view, out| json(&view.of.collection.status, out)),
        ("completed_at", |view, out| json(&view.of.collection.completed_at.map(Timestamp), out)),
        ("metadata", |view, out| json(&view.of.collection.metadata, out)),
        ("created_at", |view, out| json(&Timestamp(view.of.collection.created_at), out)),
        ("updated_at", |view, out| json(&Timestamp(view.of.collection.updated_at), out)),
    ];
    const RELATIONS: &'static [Relation<Self>] = &[
        ("payments", |s| many(s, |view: &Self| &view.payments)),
        // What was tried holds secrets of the provider's: it is the cart's, not the order's.
        ("payment_sessions", |_| Box::new(|_, out| out.extend_from_slice(b"[]"))),
        ("payment_providers", |_| Box::new(|_, out| out.extend_from_slice(b"[]"))),
    ];
}

impl View for PaymentView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&PaymentId(view.0.id), out)),
        ("provider_id", |view, out| json(&view.0.provider_id, out)),
        ("currency_code", |view, out| json(&view.0.currency_code, out)),
        ("amount", |view, out| json(&Number(view.0.amount.clone()), out)),
        ("captured_at", |view, out| json(&view.0.captured_at.map(Timestamp), out)),
        ("canceled_at", |view, out| json(&view.0.canceled_at.map(Timestamp), out)),
        ("created_at", |view, out| json(&Timestamp(view.0.created_at), out)),
        ("updated_at", |view, out| json(&Timestamp(view.0.updated_at), out)),
        ("data", |_, out| out.extend_from_slice(b"{}")),
    ];
}
