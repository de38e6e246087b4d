//! What is paid for an order: collections, payments, what was taken and what was given back.

use entity::{
    Timestamp,
    ids::{PaymentCaptureId, PaymentCollectionId, PaymentId, PaymentRefundId, RefundReasonId, UserId},
};
use money::wire::Number;
use web::fields::{Column, Relation, View, json, many, one};

use super::document::{CaptureOf, CollectionOf, PaymentOf, ReasonOf, RefundOf};
use crate::cart::view::goods::Audience;

/// What is paid for it.
#[derive(Debug)]
pub(super) struct CollectionView {
    of: CollectionOf,
    payments: Vec<PaymentView>,
}

/// Money that was promised or taken.
#[derive(Debug)]
struct PaymentView {
    payment: PaymentOf,
    audience: Audience,
    captures: Vec<CaptureView>,
    refunds: Vec<RefundView>,
}

/// Money that was taken.
#[derive(Debug)]
struct CaptureView(CaptureOf);

/// Money that was given back.
#[derive(Debug)]
struct RefundView(RefundOf);

impl CollectionView {
    pub(super) fn new(of: CollectionOf, audience: Audience) -> Self {
        let payments = of.payments.iter().cloned().map(|payment| PaymentView::new(payment, audience)).collect();
        Self { of, payments }
    }
}

impl PaymentView {
    fn new(payment: PaymentOf, audience: Audience) -> Self {
        let captures = payment.captures.iter().cloned().map(CaptureView).collect();
        let refunds = payment.refunds.iter().cloned().map(RefundView).collect();
        Self { payment, audience, captures, refunds }
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
        ("id", |view, out| json(&PaymentId(view.payment.id), out)),
        ("provider_id", |view, out| json(&view.payment.provider_id, out)),
        ("currency_code", |view, out| json(&view.payment.currency_code, out)),
        ("amount", |view, out| json(&Number(view.payment.amount.clone()), out)),
        ("captured_amount", |view, out| json(&Number(view.payment.captured_amount.clone()), out)),
        ("refunded_amount", |view, out| json(&Number(view.payment.refunded_amount.clone()), out)),
        ("captured_at", |view, out| json(&view.payment.captured_at.map(Timestamp), out)),
        ("canceled_at", |view, out| json(&view.payment.canceled_at.map(Timestamp), out)),
        ("created_at", |view, out| json(&Timestamp(view.payment.created_at), out)),
        ("updated_at", |view, out| json(&Timestamp(view.payment.updated_at), out)),
        // What a provider says of a payment is not for whoever has the order's id.
        ("data", |view, out| match view.audience {
            Audience::Shopper => out.extend_from_slice(b"{}"),
            Audience::Staff => json(&view.payment.data, out),
        }),
        ("metadata", |view, out| match view.audience {
            Audience::Shopper => out.extend_from_slice(b"null"),
            Audience::Staff => json(&view.payment.metadata, out),
        }),
    ];
    const RELATIONS: &'static [Relation<Self>] = &[
        ("captures", |s| many(s, |view: &Self| &view.captures)),
        ("refunds", |s| many(s, |view: &Self| &view.refunds)),
    ];
}

impl View for CaptureView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&PaymentCaptureId(view.0.id), out)),
        ("payment_id", |view, out| json(&PaymentId(view.0.payment_id), out)),
        ("amount", |view, out| json(&Number(view.0.amount.clone()), out)),
        ("metadata", |view, out| json(&view.0.metadata, out)),
        ("created_by", |view, out| json(&view.0.created_by.map(UserId), out)),
        ("created_at", |view, out| json(&Timestamp(view.0.created_at), out)),
        ("updated_at", |view, out| json(&Timestamp(view.0.updated_at), out)),
    ];
}

impl View for RefundView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&PaymentRefundId(view.0.id), out)),
        ("payment_id", |view, out| json(&PaymentId(view.0.payment_id), out)),
        ("amount", |view, out| json(&Number(view.0.amount.clone()), out)),
        ("refund_reason_id", |view, out| {
            json(&view.0.refund_reason.as_ref().map(|reason| RefundReasonId(reason.id)), out);
        }),
        ("note", |view, out| json(&view.0.note, out)),
        ("metadata", |view, out| json(&view.0.metadata, out)),
        ("created_by", |view, out| json(&view.0.created_by.map(UserId), out)),
        ("created_at", |view, out| json(&Timestamp(view.0.created_at), out)),
        ("updated_at", |view, out| json(&Timestamp(view.0.updated_at), out)),
    ];
    const RELATIONS: &'static [Relation<Self>] =
        &[("refund_reason", |s| one(s, |view: &Self| view.0.refund_reason.as_ref()))];
}

impl View for ReasonOf {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |reason, out| json(&RefundReasonId(reason.id), out)),
        ("label", |reason, out| json(&reason.label, out)),
        ("code", |reason, out| json(&reason.code, out)),
        ("description", |reason, out| json(&reason.description, out)),
    ];
}
