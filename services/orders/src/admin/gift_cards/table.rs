//! Gift cards as the shop's staff sees them.

use bigdecimal::BigDecimal;
use entity::{
    Timestamp,
    ids::{CustomerId, GiftCardId, OrderLineItemId, StoreCreditAccountId},
};
use resource::{Filter, Param, Table, row};
use serde_json::Value as Json;
use web::fields::{Column, View, json};

use crate::{admin::promotions::number, credit::written};

row! {
    /// A gift card.
    pub struct GiftCard from "g" {
        id: GiftCardId,
        // Whole in the transaction that makes it, and hidden from there on.
        code: String = "case when current_setting('kontor.new_code', true) = g.id::text then g.code else '****-' || right(g.code, 4) end",
        status: String,
        value: BigDecimal,
        balance: BigDecimal = "coalesce((select a.balance from public.store_credit_accounts a
            where a.organization_id = g.organization_id and a.id = g.store_credit_account_id), g.value - g.taken)",
        currency_code: String,
        customer_id: Option<CustomerId>,
        line_item_id: Option<OrderLineItemId>,
        store_credit_account_id: Option<StoreCreditAccountId>,
        reference: Option<String>,
        reference_id: Option<String>,
        note: Option<String>,
        expires_at: Option<Timestamp>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for GiftCard {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |card, out| json(&card.id, out)),
        ("code", |card, out| json(&card.code, out)),
        ("status", |card, out| json(&card.status, out)),
        ("value", |card, out| json(&number(&card.value), out)),
        ("balance", |card, out| json(&number(&card.balance), out)),
        ("currency_code", |card, out| json(&card.currency_code, out)),
        ("customer_id", |card, out| json(&card.customer_id, out)),
        ("line_item_id", |card, out| json(&card.line_item_id, out)),
        ("store_credit_account_id", |card, out| json(&card.store_credit_account_id, out)),
        ("reference", |card, out| json(&card.reference, out)),
        ("reference_id", |card, out| json(&card.reference_id, out)),
        ("note", |card, out| json(&card.note, out)),
        ("expires_at", |card, out| json(&card.expires_at, out)),
        ("metadata", |card, out| json(&card.metadata, out)),
        ("created_at", |card, out| json(&card.created_at, out)),
        ("updated_at", |card, out| json(&card.updated_at, out)),
        ("deleted_at", |card, out| json(&card.deleted_at, out)),
    ];
}

impl Table for GiftCard {
    type Id = GiftCardId;

    const ONE: &'static str = "gift_card";
    const MANY: &'static str = "gift_cards";
    const NAME: &'static str = "Gift card";
    const SORTABLE: &'static [&'static str] =
        &["id", "status", "value", "currency_code", "expires_at", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "public.gift_cards g";
    const ALIAS: &'static str = "g";
    const FILTERS: &'static [Param] = &[
        Param::text("status", "`pending` or `redeemed`."),
        Param::text("currency_code", "Currencies."),
        Param::ids::<CustomerId>("customer_id", "Ids of customers."),
        Param::time("expires_at", "When it ends."),
    ];

    /// A whole code, and no part of one: else its signs could be found one after the other.
    fn search(filter: &mut Filter, words: &[String]) {
        if !words.is_empty() {
            filter.and("g.code = ?", written(&words.join(" ")));
        }
    }
}
