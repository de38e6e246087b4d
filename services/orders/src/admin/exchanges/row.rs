//! An exchange as the staff sees it.

use std::collections::HashMap;

use bigdecimal::BigDecimal;
use db::Tx;
use entity::{
    Timestamp,
    ids::{OrderExchangeId, OrderExchangeItemId, OrderId, OrderLineItemId, OrderReturnId, UserId},
};
use resource::{Param, Row, Table, names, of_owners, row};
use serde_json::Value as Json;
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, json, many, one};

use crate::admin::returns::{Return, ReturnItem, number};

row! {
    /// An exchange.
    pub(crate) struct Exchange from "e" {
        id: OrderExchangeId,
        order_id: OrderId,
        return_id: Option<OrderReturnId>,
        display_id: i64,
        order_version: i32,
        difference_due: Option<BigDecimal>,
        allow_backorder: bool,
        no_notification: Option<bool>,
        metadata: Option<Json>,
        canceled_at: Option<Timestamp>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        additional_items: Vec<ExchangeItem>,
        back: Option<Return>,
    }
}

row! {
    /// What is sent instead.
    pub(crate) struct ExchangeItem from "i" {
        id: OrderExchangeItemId,
        exchange_id: OrderExchangeId,
        item_id: OrderLineItemId,
        quantity: i64,
        note: Option<String>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Exchange {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |row, out| json(&row.id, out)),
        ("order_id", |row, out| json(&row.order_id, out)),
        ("return_id", |row, out| json(&row.return_id, out)),
        ("display_id", |row, out| json(&row.display_id, out)),
        ("order_version", |row, out| json(&row.order_version, out)),
        ("difference_due", |row, out| json(&number(row.difference_due.as_ref()), out)),
        ("allow_backorder", |row, out| json(&row.allow_backorder, out)),
        ("no_notification", |row, out| json(&row.no_notification, out)),
        ("metadata", |row, out| json(&row.metadata, out)),
        ("canceled_at", |row, out| json(&row.canceled_at, out)),
        ("created_by", |row, out| json(&row.created_by, out)),
        ("created_at", |row, out| json(&row.created_at, out)),
        ("updated_at", |row, out| json(&row.updated_at, out)),
        ("deleted_at", |row, out| json(&row.deleted_at, out)),
    ];
    const RELATIONS: &'static [Relation<Self>] = &[
        ("additional_items", |s| many(s, |row: &Self| &row.additional_items)),
        ("return_items", |s| many(s, |row: &Self| returned(row))),
        ("return", |s| one(s, |row: &Self| row.back.as_ref())),
    ];
}

fn returned(row: &Exchange) -> &[ReturnItem] {
    row.back.as_ref().map_or(&[], |back| &back.items)
}

impl View for ExchangeItem {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for ExchangeItem {
    type Id = OrderExchangeItemId;

    const ONE: &'static str = "exchange_item";
    const MANY: &'static str = "exchange_items";
    const NAME: &'static str = "Exchange item";
    const SORTABLE: &'static [&'static str] = &["id", "created_at"];
    const WORDS: &'static [&'static str] = &["i.note"];
    // Its exchange is what is deleted.
    const FROM: &'static str = "(select i.*, null::timestamptz as deleted_at from public.order_exchange_items i) i";
    const ALIAS: &'static str = "i";
}

impl Table for Exchange {
    type Id = OrderExchangeId;

    const ONE: &'static str = "exchange";
    const MANY: &'static str = "exchanges";
    const NAME: &'static str = "Exchange";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*additional_items", "*return_items", "*return"];
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &["id", "display_id", "created_at", "updated_at", "canceled_at"];
    const WORDS: &'static [&'static str] = &["e.display_id::text"];
    const FROM: &'static str = "public.order_exchanges e";
    const ALIAS: &'static str = "e";
    const FILTERS: &'static [Param] = &[
        Param::ids::<OrderId>("order_id", "Of which order."),
        Param::text("status", "The status of its return: `open`, `requested`, `received`, `partially_received` or `canceled`.")
            .at("(select r.status from public.order_returns r where r.organization_id = e.organization_id and r.id = e.return_id)"),
        Param::number("display_id", "Its number."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![
            ("additional_items", names::<ExchangeItem>()),
            ("return_items", names::<ReturnItem>()),
            ("return", names::<Return>()),
        ]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        let owners: Vec<Uuid> = page.iter().map(|row| row.id.0).collect();
        if selection.has("additional_items") {
            let mut items = of_owners::<ExchangeItem>(tx, "", "i.exchange_id", owners.clone()).await?;
            for row in &mut *page {
                row.additional_items = items.remove(&row.id.0).unwrap_or_default();
            }
        }
        if selection.has("return") || selection.has("return_items") {
            let mut backs: HashMap<Uuid, Vec<Return>> = of_owners(tx, "", "r.exchange_id", owners).await?;
            let ids: Vec<Uuid> = backs.values().flatten().map(|back| back.id.0).collect();
            let mut items = of_owners::<ReturnItem>(tx, "", "i.return_id", ids).await?;
            for row in page {
                row.back = backs.remove(&row.id.0).and_then(|mut all| all.pop());
                if let Some(back) = &mut row.back {
                    back.items = items.remove(&back.id.0).unwrap_or_default();
                }
            }
        }
        Ok(())
    }
}
