//! Base prices as the shop's staff sees them.

use std::collections::{BTreeMap, HashMap};

use bigdecimal::BigDecimal;
use db::Tx;
use entity::{
    Timestamp,
    ids::{PriceId, PriceSetId, VariantId},
};
use resource::row;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{
    columns,
    fields::{Column, View, json},
};

use crate::view::price::{Number, Raw};

row! {
    /// A base price.
    pub struct PriceRow from "r" {
        id: PriceId,
        title: Option<String>,
        currency_code: String,
        amount: BigDecimal,
        min_quantity: Option<i64>,
        max_quantity: Option<i64>,
        price_set_id: PriceSetId,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        variant_id: Option<VariantId>,
        rules: BTreeMap<String, String>,
    }
}

/// Of all kinds of columns in one list: what is money is written from its digits.
const COLUMNS: &[Column<PriceRow>] = columns!(
    PriceRow: id, title, currency_code, min_quantity, max_quantity, price_set_id, variant_id, rules, created_at, updated_at,
    deleted_at,
);

const ALL: [Column<PriceRow>; 14] = {
    let mut all: [Column<PriceRow>; 14] = [COLUMNS[0]; 14];
    let mut at = 0;
    while at < COLUMNS.len() {
        all[at] = COLUMNS[at];
        at += 1;
    }
    all[11] = ("amount", |price, out| json(&Number(price.amount.clone()), out));
    all[12] = ("raw_amount", |price, out| json(&Raw(price.amount.clone()), out));
    all[13] = ("rules_count", |price, out| json(&price.rules.len(), out));
    all
};

impl View for PriceRow {
    const COLUMNS: &'static [Column<Self>] = &ALL;
}

#[derive(FromQueryResult)]
struct Rule {
    price_id: Uuid,
    attribute: String,
    value: String,
}

/// The rules of prices.
pub(super) async fn fill_rules(tx: &Tx, prices: &mut HashMap<Uuid, Vec<PriceRow>>) -> db::Result<()> {
    let ids: Vec<Uuid> = prices.values().flatten().map(|price| price.id.0).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let sql = "select r.price_id, r.attribute, r.value from public.price_rules r
        where r.organization_id = $1 and r.price_id = any($2)";
    let mut rules: HashMap<Uuid, BTreeMap<String, String>> = HashMap::new();
    for Rule { price_id, attribute, value } in
        db::fetch_all::<Rule>(tx, sql, [tx.organization()?.into(), ids.into()]).await?
    {
        rules.entry(price_id).or_default().insert(attribute, value);
    }
    for price in prices.values_mut().flatten() {
        price.rules = rules.remove(&price.id.0).unwrap_or_default();
    }
    Ok(())
}
