//! A payment as the shop's staff sees it.
#![expect(clippy::struct_field_names, reason = "the columns are Medusa's")]

use auth::needs;
use db::Tx;
use entity::{
    Number, Timestamp,
    ids::{
        OrderId, PaymentCaptureId, PaymentCollectionId, PaymentId, PaymentRefundId, PaymentSessionId, RefundReasonId,
    },
};
use resource::{Param, Row, Table, admin::Resource, names, of_owners, row};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::{
    columns,
    fields::{Column, Relation, Selection, View, many, one},
};

use crate::admin::{payment_collections::PaymentCollection, refund_reasons::RefundReason};

row! {
    /// A payment.
    pub struct Payment from "p" {
        id: PaymentId,
        provider_id: String,
        currency_code: String,
        amount: Number,
        captured_amount: Number,
        refunded_amount: Number,
        disputed_amount: Number,
        payment_collection_id: PaymentCollectionId,
        payment_session_id: PaymentSessionId,
        order_id: Option<OrderId> = "p.order_id",
        data: Json,
        metadata: Option<Json>,
        captured_at: Option<Timestamp>,
        canceled_at: Option<Timestamp>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
    loaded {
        captures: Vec<Capture>,
        refunds: Vec<Refund>,
        payment_collection: Option<Box<PaymentCollection>>,
    }
}

impl View for Payment {
    const COLUMNS: &'static [Column<Self>] = columns!(
        Payment: id, provider_id, currency_code, amount, captured_amount, refunded_amount, disputed_amount, payment_collection_id,
        payment_session_id, order_id, data, metadata, captured_at, canceled_at, created_at, updated_at,
    );
    const RELATIONS: &'static [Relation<Self>] = &[
        ("captures", |s| many(s, |payment: &Self| &payment.captures)),
        ("refunds", |s| many(s, |payment: &Self| &payment.refunds)),
        ("payment_collection", |s| one(s, |payment: &Self| payment.payment_collection.as_deref())),
    ];
}

impl Table for Payment {
    type Id = PaymentId;

    const ONE: &'static str = "payment";
    const MANY: &'static str = "payments";
    const NAME: &'static str = "Payment";
    const LIMIT: i64 = 20;
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*captures", "*refunds"];
    const SORTABLE: &'static [&'static str] = &["id", "amount", "captured_at", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["p.provider_id"];
    // The client secret is for whoever pays, and for nobody else.
    const FROM: &'static str = "(select k.organization_id, k.id, k.provider_id, k.currency_code, k.amount, k.captured_amount, k.refunded_amount,
        k.disputed_amount, k.payment_collection_id, k.payment_session_id, k.data - 'client_secret' as data, k.metadata, k.captured_at,
        k.canceled_at, k.created_at, k.updated_at, null::timestamptz as deleted_at, c.order_id
        from public.payments k
        join public.payment_collections c on c.organization_id = k.organization_id and c.id = k.payment_collection_id) p";
    const ALIAS: &'static str = "p";
    const FILTERS: &'static [Param] = &[
        Param::text("provider_id", "Who takes the money."),
        Param::text("currency_code", "Its currency."),
        Param::ids::<PaymentCollectionId>("payment_collection_id", "For what."),
        Param::ids::<PaymentSessionId>("payment_session_id", "The try to pay."),
        Param::ids::<OrderId>("order_id", "For which order."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![
            ("captures", names::<Capture>()),
            ("refunds", names::<Refund>()),
            ("refunds.refund_reason", names::<RefundReason>()),
            ("payment_collection", names::<PaymentCollection>()),
        ]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        let owners: Vec<Uuid> = page.iter().map(|payment| payment.id.0).collect();
        if selection.has("captures") {
            let mut all = of_owners::<Capture>(tx, "", "c.payment_id", owners.clone()).await?;
            for payment in &mut *page {
                payment.captures = all.remove(&payment.id.0).unwrap_or_default();
            }
        }
        if selection.has("refunds") {
            let mut all = of_owners::<Refund>(tx, "", "r.payment_id", owners).await?;
            if selection.has("refunds.refund_reason") {
                let refunds = || all.values().flatten();
                let reasons = refunds().filter_map(|refund| refund.refund_reason_id).map(|id| id.0).collect();
                let reasons = of_owners::<RefundReason>(tx, "", "r.id", reasons).await?;
                for refund in all.values_mut().flatten() {
                    let found = refund.refund_reason_id.and_then(|id| reasons.get(&id.0));
                    refund.refund_reason = found.and_then(|found| found.first().cloned());
                }
            }
            for payment in &mut *page {
                payment.refunds = all.remove(&payment.id.0).unwrap_or_default();
            }
        }
        if selection.has("payment_collection") {
            let ids = page.iter().map(|payment| payment.payment_collection_id.0).collect();
            let all = of_owners::<PaymentCollection>(tx, "", "k.id", ids).await?;
            for payment in &mut *page {
                let found = all.get(&payment.payment_collection_id.0).and_then(|found| found.first());
                payment.payment_collection = found.cloned().map(Box::new);
            }
        }
        Ok(())
    }
}

impl Resource for Payment {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/payments";
    const TAG: &'static str = "Admin: payments";

    fn example() -> Json {
        json!({
            "id": "pay_01jd6nwvvgfa5sr38y5wx4pq3d", "provider_id": "pp_stripe_stripe", "currency_code": "eur", "amount": 24.9,
            "captured_amount": 24.9, "refunded_amount": 0, "disputed_amount": 0,
            "payment_collection_id": "pay_col_01jd6nwvvgfa5sr38y5wx4pq3d", "payment_session_id": "payses_01jd6nwvvgfa5sr38y5wx4pq3d",
            "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "data": {"id": "pi_1"}, "metadata": null,
            "captured_at": "2026-11-21T10:00:00.000Z", "canceled_at": null,
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z",
            "captures": [{"id": "capt_01jd6nwvvgfa5sr38y5wx4pq3d", "amount": 24.9, "status": "succeeded"}], "refunds": []
        })
    }
}

row! {
    /// Money that was taken of one.
    pub struct Capture from "c" {
        id: PaymentCaptureId,
        payment_id: PaymentId,
        amount: Number,
        status: String,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Capture {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Capture {
    type Id = PaymentCaptureId;

    const ONE: &'static str = "capture";
    const MANY: &'static str = "captures";
    const NAME: &'static str = "Capture";
    const SORTABLE: &'static [&'static str] = &["id"];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "(select k.*, null::timestamptz as deleted_at from public.payment_captures k) c";
    const ALIAS: &'static str = "c";
}

row! {
    /// Money that went back of one.
    pub struct Refund from "r" {
        id: PaymentRefundId,
        payment_id: PaymentId,
        amount: Number,
        status: String,
        refund_reason_id: Option<RefundReasonId>,
        note: Option<String>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
    loaded {
        refund_reason: Option<RefundReason>,
    }
}

impl View for Refund {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] =
        &[("refund_reason", |s| one(s, |refund: &Self| refund.refund_reason.as_ref()))];
}

impl Table for Refund {
    type Id = PaymentRefundId;

    const ONE: &'static str = "refund";
    const MANY: &'static str = "refunds";
    const NAME: &'static str = "Refund";
    const SORTABLE: &'static [&'static str] = &["id"];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "(select k.*, null::timestamptz as deleted_at from public.payment_refunds k) r";
    const ALIAS: &'static str = "r";
}
