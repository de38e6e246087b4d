//! What is known of a document.

use entity::{
    Timestamp,
    ids::{DocumentId, FulfillmentId, OrderId, PaymentRefundId, QuoteId, UserId},
};
use resource::{Param, Row, Table, row};
use web::fields::{Column, View};

row! {
    /// A document.
    pub(super) struct Document from "d" {
        id: DocumentId,
        kind: String,
        number: Option<i64>,
        order_id: Option<OrderId>,
        quote_id: Option<QuoteId>,
        fulfillment_id: Option<FulfillmentId>,
        refund_id: Option<PaymentRefundId>,
        locale: Option<String>,
        size: Option<i64> = "d.size",
        sha256: Option<String> = "d.digest",
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Document {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Document {
    type Id = DocumentId;

    const ONE: &'static str = "document";
    const MANY: &'static str = "documents";
    const NAME: &'static str = "Document";
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &["id", "kind", "number", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["d.words"];
    // No document is deleted, and its file is not read with it.
    const FROM: &'static str = "(select x.organization_id, x.id, x.kind, x.number, x.order_id, x.quote_id, x.fulfillment_id, x.refund_id,
        x.locale, octet_length(x.file)::bigint as size, encode(x.sha256, 'hex') as digest, x.kind || ' ' || coalesce(x.number, 0) as words,
        x.created_by, x.created_at, x.updated_at, null::timestamptz as deleted_at from public.documents x) d";
    const ALIAS: &'static str = "d";
    const FILTERS: &'static [Param] = &[
        Param::text("kind", "Kinds: `invoice`, `credit_note`, `packing_slip`, `quote`."),
        Param::number("number", "Numbers."),
        Param::ids::<OrderId>("order_id", "Ids of orders."),
        Param::ids::<QuoteId>("quote_id", "Ids of quotes."),
        Param::ids::<PaymentRefundId>("refund_id", "Ids of refunds."),
    ];
}
