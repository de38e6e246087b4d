//! A claim as the staff sees it.

use std::collections::HashMap;

use bigdecimal::BigDecimal;
use db::Tx;
use entity::{
    Timestamp,
    ids::{OrderClaimId, OrderClaimItemId, OrderId, OrderLineItemId, OrderReturnId, UserId},
};
use resource::{Param, Row, Table, names, of_owners, row};
use serde_json::Value as Json;
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, json, many, one};

use crate::admin::returns::{Return, number};

row! {
    /// A claim.
    #[expect(clippy::struct_field_names, reason = "the names are Medusa's")]
    pub(crate) struct Claim from "c" {
        id: OrderClaimId,
        order_id: OrderId,
        return_id: Option<OrderReturnId>,
        display_id: i64,
        order_version: i32,
        r#type: String = "c.type",
        refund_amount: Option<BigDecimal>,
        no_notification: Option<bool>,
        metadata: Option<Json>,
        canceled_at: Option<Timestamp>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        claim_items: Vec<ClaimItem>,
        additional_items: Vec<ClaimItem>,
        back: Option<Return>,
    }
}

row! {
    /// What is claimed of a line, or sent instead.
    pub(crate) struct ClaimItem from "i" {
        id: OrderClaimItemId,
        claim_id: OrderClaimId,
        item_id: OrderLineItemId,
        is_additional_item: bool,
        quantity: i64,
        reason: Option<String>,
        note: Option<String>,
        images: Vec<String>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Claim {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |row, out| json(&row.id, out)),
        ("order_id", |row, out| json(&row.order_id, out)),
        ("return_id", |row, out| json(&row.return_id, out)),
        ("display_id", |row, out| json(&row.display_id, out)),
        ("order_version", |row, out| json(&row.order_version, out)),
        ("type", |row, out| json(&row.r#type, out)),
        ("refund_amount", |row, out| json(&number(row.refund_amount.as_ref()), out)),
        ("no_notification", |row, out| json(&row.no_notification, out)),
        ("metadata", |row, out| json(&row.metadata, out)),
        ("canceled_at", |row, out| json(&row.canceled_at, out)),
        ("created_by", |row, out| json(&row.created_by, out)),
        ("created_at", |row, out| json(&row.created_at, out)),
        ("updated_at", |row, out| json(&row.updated_at, out)),
        ("deleted_at", |row, out| json(&row.deleted_at, out)),
    ];
    const RELATIONS: &'static [Relation<Self>] = &[
        ("claim_items", |s| many(s, |row: &Self| &row.claim_items)),
        ("additional_items", |s| many(s, |row: &Self| &row.additional_items)),
        ("return", |s| one(s, |row: &Self| row.back.as_ref())),
    ];
}

impl View for ClaimItem {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for ClaimItem {
    type Id = OrderClaimItemId;

    const ONE: &'static str = "claim_item";
    const MANY: &'static str = "claim_items";
    const NAME: &'static str = "Claim item";
    const SORTABLE: &'static [&'static str] = &["id", "created_at"];
    const WORDS: &'static [&'static str] = &["i.note"];
    // Its claim is what is deleted.
    const FROM: &'static str = "(select i.*, null::timestamptz as deleted_at from public.order_claim_items i) i";
    const ALIAS: &'static str = "i";
}

impl Table for Claim {
    type Id = OrderClaimId;

    const ONE: &'static str = "claim";
    const MANY: &'static str = "claims";
    const NAME: &'static str = "Claim";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*claim_items", "*additional_items", "*return"];
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &["id", "display_id", "type", "created_at", "updated_at", "canceled_at"];
    const WORDS: &'static [&'static str] = &["c.display_id::text"];
    const FROM: &'static str = "public.order_claims c";
    const ALIAS: &'static str = "c";
    const FILTERS: &'static [Param] = &[
        Param::ids::<OrderId>("order_id", "Of which order."),
        Param::text("type", "`refund` or `replace`."),
        Param::text("status", "The status of its return: `open`, `requested`, `received`, `partially_received` or `canceled`.")
            .at("(select r.status from public.order_returns r where r.organization_id = c.organization_id and r.id = c.return_id)"),
        Param::number("display_id", "Its number."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![
            ("claim_items", names::<ClaimItem>()),
            ("additional_items", names::<ClaimItem>()),
            ("return", names::<Return>()),
        ]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        let owners: Vec<Uuid> = page.iter().map(|row| row.id.0).collect();
        if selection.has("claim_items") || selection.has("additional_items") {
            let mut items = of_owners::<ClaimItem>(tx, "", "i.claim_id", owners.clone()).await?;
            for row in &mut *page {
                let all = items.remove(&row.id.0).unwrap_or_default();
                (row.additional_items, row.claim_items) = all.into_iter().partition(|item| item.is_additional_item);
            }
        }
        if selection.has("return") {
            let mut backs: HashMap<Uuid, Vec<Return>> = of_owners(tx, "", "r.claim_id", owners).await?;
            for row in page {
                row.back = backs.remove(&row.id.0).and_then(|mut all| all.pop());
            }
        }
        Ok(())
    }
}
