//! Prices of variants in a context.

use std::collections::HashMap;

use bigdecimal::BigDecimal;
use db::Tx;
use entity::ids::{PriceId, PriceSetId};
use resource::row;
use sea_orm::FromQueryResult;

use super::{uuids, variants};
use crate::{
    pricing::{Candidate, PriceContext, Rule, calculate},
    view::Product,
};

row! {
    /// A candidate price.
    struct PriceRow from "p" {
        price_set_id: PriceSetId,
        id: PriceId,
        amount: BigDecimal,
        min_quantity: Option<i64>,
        max_quantity: Option<i64>,
        has_rules: bool = "exists (select from price_rules r where r.organization_id = p.organization_id and r.price_id = p.id)",
    }
}

#[derive(FromQueryResult)]
struct RuleRow {
    price_id: PriceId,
    attribute: String,
    operator: String,
    value: String,
}

pub(super) async fn fill_calculated_prices(
    tx: &Tx,
    products: &mut [Product],
    context: &PriceContext,
) -> db::Result<()> {
    let sets: Vec<PriceSetId> = variants::all(products).filter_map(|variant| variant.price_set_id).collect();
    let sql = format!(
        "select {} from prices p where p.price_set_id = any($1) and p.currency_code = $2 and p.deleted_at is null",
        PriceRow::SELECT
    );
    let rows: Vec<PriceRow> = db::fetch_all(tx, &sql, [uuids(sets), context.currency_code.as_str().into()]).await?;
    let mut rules = rules_of(tx, rows.iter().filter(|row| row.has_rules).map(|row| row.id).collect()).await?;

    let mut by_set: HashMap<PriceSetId, Vec<Candidate>> = HashMap::new();
    for PriceRow { price_set_id, id, amount, min_quantity, max_quantity, has_rules: _ } in rows {
        let rules = rules.remove(&id).unwrap_or_default();
        by_set.entry(price_set_id).or_default().push(Candidate { id, amount, min_quantity, max_quantity, rules });
    }
    for variant in variants::all_mut(products) {
        variant.calculated_price = variant.price_set_id.map(|set| {
            let candidates = by_set.get(&set).map(Vec::as_slice).unwrap_or_default();
            calculate(set, candidates, context)
        });
    }
    Ok(())
}

async fn rules_of(tx: &Tx, prices: Vec<PriceId>) -> db::Result<HashMap<PriceId, Vec<Rule>>> {
    if prices.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<RuleRow> = db::fetch_all(
        tx,
        "select r.price_id, r.attribute, r.operator, r.value from price_rules r where r.price_id = any($1)",
        [uuids(prices)],
    )
    .await?;
    let mut by_price: HashMap<PriceId, Vec<Rule>> = HashMap::new();
    for RuleRow { price_id, attribute, operator, value } in rows {
        by_price.entry(price_id).or_default().push(Rule { attribute, operator, value });
    }
    Ok(by_price)
}
