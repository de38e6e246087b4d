//! A price of a list as the shop's staff sees it.

use bigdecimal::BigDecimal;
use entity::{
    Timestamp,
    ids::{PriceId, PriceListId, PriceSetId, VariantId},
};
use resource::{Param, Table, row};
use serde_json::{Value as Json, json};
use web::{
    columns,
    fields::{Column, View, json as written},
};

use crate::view::price::{Number, Raw};

row! {
    /// A price of a list.
    pub struct ListPrice from "p" {
        id: PriceId,
        title: Option<String>,
        currency_code: String,
        amount: BigDecimal,
        min_quantity: Option<i64>,
        max_quantity: Option<i64>,
        price_set_id: PriceSetId,
        price_list_id: PriceListId,
        rules: Json,
        // Of a variant that is gone nobody pays a price any more.
        variant_id: Option<VariantId> = "(select v.id from public.product_variants v where v.organization_id = p.organization_id
            and v.price_set_id = p.price_set_id and v.deleted_at is null order by v.id limit 1)",
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

const COLUMNS: &[Column<ListPrice>] = columns!(
    ListPrice: id, title, currency_code, min_quantity, max_quantity, price_set_id, price_list_id, variant_id, rules, created_at,
    updated_at, deleted_at,
);

/// What is money is written from its digits.
const ALL: [Column<ListPrice>; 14] = {
    let mut all: [Column<ListPrice>; 14] = [COLUMNS[0]; 14];
    let mut at = 0;
    while at < COLUMNS.len() {
        all[at] = COLUMNS[at];
        at += 1;
    }
    all[12] = ("amount", |price, out| written(&Number(price.amount.clone()), out));
    all[13] = ("raw_amount", |price, out| written(&Raw(price.amount.clone()), out));
    all
};

impl View for ListPrice {
    const COLUMNS: &'static [Column<Self>] = &ALL;
}

impl Table for ListPrice {
    type Id = PriceId;

    const ONE: &'static str = "price";
    const MANY: &'static str = "prices";
    const NAME: &'static str = "Price";
    const SORTABLE: &'static [&'static str] =
        &["id", "currency_code", "amount", "min_quantity", "max_quantity", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["p.title", "p.currency_code"];
    const FROM: &'static str = "public.price_list_prices p";
    const ALIAS: &'static str = "p";
    const FILTERS: &'static [Param] = &[
        Param::text("currency_code", "ISO 4217 codes, lower-case."),
        Param::ids::<PriceSetId>("price_set_id", "Of these price sets."),
        Param::ids::<VariantId>("variant_id", "Of these variants.").when(
            "exists (select from public.product_variants v where v.organization_id = p.organization_id
               and v.price_set_id = p.price_set_id and v.deleted_at is null and v.id = any(?))",
        ),
    ];
}

/// As it is answered; only the document shows it.
pub(super) fn example() -> Json {
    json!({
        "id": "price_01jd6nwvvgfa5sr38y5wx4pq3d", "title": null, "currency_code": "eur", "amount": 15.9,
        "raw_amount": {"value": "15.9", "precision": 20}, "min_quantity": null, "max_quantity": null,
        "price_set_id": "pset_01jd6nwvvgfa5sr38y5wx4pq3d", "price_list_id": "plist_01jd6nwvvgfa5sr38y5wx4pq3d",
        "variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "rules": {"region_id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d"},
        "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
    })
}
