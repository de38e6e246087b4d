//! A return as the staff sees it.

use bigdecimal::BigDecimal;
use db::Tx;
use entity::{
    Timestamp,
    ids::{
        OrderClaimId, OrderExchangeId, OrderId, OrderLineItemId, OrderReturnId, OrderReturnItemId, ReturnReasonId,
        StockLocationId, UserId,
    },
};
use money::{Amount, wire::Number};
use resource::{Param, Row, Table, names, of_owners, row};
use serde_json::Value as Json;
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, json, many};

row! {
    /// A return.
    pub(crate) struct Return from "r" {
        id: OrderReturnId,
        order_id: OrderId,
        claim_id: Option<OrderClaimId>,
        exchange_id: Option<OrderExchangeId>,
        display_id: i64,
        order_version: i32,
        status: String,
        location_id: Option<StockLocationId>,
        refund_amount: Option<BigDecimal>,
        no_notification: Option<bool>,
        metadata: Option<Json>,
        requested_at: Option<Timestamp>,
        received_at: Option<Timestamp>,
        canceled_at: Option<Timestamp>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        items: Vec<ReturnItem>,
    }
}

row! {
    /// So many of a line.
    pub(crate) struct ReturnItem from "i" {
        id: OrderReturnItemId,
        return_id: OrderReturnId,
        item_id: OrderLineItemId,
        quantity: i64,
        // As Medusa counts: what came back broken has come back, too.
        received_quantity: i64 = "i.received_quantity + i.damaged_quantity",
        damaged_quantity: i64,
        reason_id: Option<ReturnReasonId>,
        note: Option<String>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

/// Money of a row, as it is answered.
pub(crate) fn number(amount: Option<&BigDecimal>) -> Option<Number> {
    Amount::new(amount?.clone()).ok().map(Number)
}

impl View for Return {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |row, out| json(&row.id, out)),
        ("order_id", |row, out| json(&row.order_id, out)),
        ("claim_id", |row, out| json(&row.claim_id, out)),
        ("exchange_id", |row, out| json(&row.exchange_id, out)),
        ("display_id", |row, out| json(&row.display_id, out)),
        ("order_version", |row, out| json(&row.order_version, out)),
        ("status", |row, out| json(&row.status, out)),
        ("location_id", |row, out| json(&row.location_id, out)),
        ("refund_amount", |row, out| json(&number(row.refund_amount.as_ref()), out)),
        ("no_notification", |row, out| json(&row.no_notification, out)),
        ("metadata", |row, out| json(&row.metadata, out)),
        ("requested_at", |row, out| json(&row.requested_at, out)),
        ("received_at", |row, out| json(&row.received_at, out)),
        ("canceled_at", |row, out| json(&row.canceled_at, out)),
        ("created_by", |row, out| json(&row.created_by, out)),
        ("created_at", |row, out| json(&row.created_at, out)),
        ("updated_at", |row, out| json(&row.updated_at, out)),
        ("deleted_at", |row, out| json(&row.deleted_at, out)),
    ];
    const RELATIONS: &'static [Relation<Self>] = &[("items", |s| many(s, |row: &Self| &row.items))];
}

impl View for ReturnItem {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for ReturnItem {
    type Id = OrderReturnItemId;

    const ONE: &'static str = "return_item";
    const MANY: &'static str = "return_items";
    const NAME: &'static str = "Return item";
    const SORTABLE: &'static [&'static str] = &["id", "created_at"];
    const WORDS: &'static [&'static str] = &["i.note"];
    const FROM: &'static str = "public.order_return_items i";
    const ALIAS: &'static str = "i";
}

impl Table for Return {
    type Id = OrderReturnId;

    const ONE: &'static str = "return";
    const MANY: &'static str = "returns";
    const NAME: &'static str = "Return";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*items"];
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] =
        &["id", "display_id", "status", "requested_at", "received_at", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["r.display_id::text"];
    const FROM: &'static str = "public.order_returns r";
    const ALIAS: &'static str = "r";
    const FILTERS: &'static [Param] = &[
        Param::ids::<OrderId>("order_id", "Of which order."),
        Param::ids::<OrderClaimId>("claim_id", "Of which claim."),
        Param::ids::<OrderExchangeId>("exchange_id", "Of which exchange."),
        Param::text("status", "`open`, `requested`, `received`, `partially_received` or `canceled`."),
        Param::number("display_id", "Its number."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("items", names::<ReturnItem>())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        if !selection.has("items") {
            return Ok(());
        }
        let owners: Vec<Uuid> = page.iter().map(|row| row.id.0).collect();
        let mut items = of_owners::<ReturnItem>(tx, "", "i.return_id", owners).await?;
        for row in page {
            row.items = items.remove(&row.id.0).unwrap_or_default();
        }
        Ok(())
    }
}
