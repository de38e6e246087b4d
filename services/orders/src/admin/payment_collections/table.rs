//! A payment collection as the shop's staff sees it.

use auth::needs;
use db::Tx;
use entity::{
    Number, Timestamp,
    ids::{OrderId, PaymentCollectionId},
};
use resource::{Table, admin::Resource, names, of_owners, row};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::{
    columns,
    fields::{Column, Relation, Selection, View, many},
};

use crate::admin::payments::Payment;

row! {
    /// A payment collection.
    pub struct PaymentCollection from "k" {
        id: PaymentCollectionId,
        currency_code: String,
        amount: Number,
        authorized_amount: Number,
        captured_amount: Number,
        refunded_amount: Number,
        status: String,
        order_id: Option<OrderId>,
        completed_at: Option<Timestamp>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
    loaded {
        payments: Vec<Payment>,
    }
}

impl View for PaymentCollection {
    const COLUMNS: &'static [Column<Self>] = columns!(
        PaymentCollection: id, currency_code, amount, authorized_amount, captured_amount, refunded_amount, status, order_id,
        completed_at, metadata, created_at, updated_at,
    );
    const RELATIONS: &'static [Relation<Self>] = &[
        ("payments", |s| many(s, |collection: &Self| &collection.payments)),
        // What was tried holds secrets of whoever pays.
        ("payment_sessions", |_| Box::new(|_, out| out.extend_from_slice(b"[]"))),
    ];
}

impl Table for PaymentCollection {
    type Id = PaymentCollectionId;

    const ONE: &'static str = "payment_collection";
    const MANY: &'static str = "payment_collections";
    const NAME: &'static str = "Payment collection";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*payments"];
    const SORTABLE: &'static [&'static str] = &["id"];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "public.payment_collections k";
    const ALIAS: &'static str = "k";

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("payments", names::<Payment>()), ("payment_sessions", Vec::new())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        if selection.has("payments") {
            let owners: Vec<Uuid> = page.iter().map(|collection| collection.id.0).collect();
            let mut all = of_owners::<Payment>(tx, "", "p.payment_collection_id", owners).await?;
            for collection in &mut *page {
                collection.payments = all.remove(&collection.id.0).unwrap_or_default();
            }
        }
        Ok(())
    }
}

impl Resource for PaymentCollection {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/payment-collections";
    const TAG: &'static str = "Admin: payments";

    fn example() -> Json {
        json!({
            "id": "pay_col_01jd6nwvvgfa5sr38y5wx4pq3d", "currency_code": "eur", "amount": 24.9, "authorized_amount": 0, "captured_amount": 0,
            "refunded_amount": 0, "status": "not_paid", "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "completed_at": null, "metadata": null,
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "payments": []
        })
    }
}
