//! Prices of variants in a context.

use std::{
    collections::{BTreeSet, HashMap},
    sync::atomic::Ordering,
};

use bigdecimal::BigDecimal;
use db::Tx;
use entity::ids::{PriceId, PriceListId, PriceSetId};
use money::{
    Amount, Rule,
    price::{Candidate, FromList},
};
use resource::row;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::uuids;
use crate::{
    pricing::{ListType, PriceContext, calculate},
    view::Variant,
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

/// A price of a list that holds.
#[derive(FromQueryResult)]
struct ListRow {
    /// In which groups the customer is while it is read.
    groups: Vec<Uuid>,
    price_set_id: Option<PriceSetId>,
    id: Option<PriceId>,
    price_list_id: Option<PriceListId>,
    list_type: Option<String>,
    amount: Option<BigDecimal>,
    min_quantity: Option<i64>,
    max_quantity: Option<i64>,
    rules: Option<i64>,
    of_region: Option<bool>,
}

pub(super) async fn fill_calculated_prices(
    tx: &Tx,
    variants: &mut [&mut Variant],
    context: &PriceContext,
) -> db::Result<()> {
    let sets: Vec<PriceSetId> = variants.iter().filter_map(|variant| variant.price_set_id).collect();
    let sql = format!(
        "select {} from prices p where p.price_set_id = any($1) and p.currency_code = $2 and p.deleted_at is null",
        PriceRow::SELECT
    );
    let rows: Vec<PriceRow> =
        db::fetch_all(tx, &sql, [uuids(sets.iter().copied()), context.currency_code.as_str().into()]).await?;
    let mut rules = rules_of(tx, rows.iter().filter(|row| row.has_rules).map(|row| row.id).collect()).await?;

    let mut by_set: HashMap<PriceSetId, Vec<Candidate>> = HashMap::new();
    for PriceRow { price_set_id, id, amount, min_quantity, max_quantity, has_rules: _ } in rows {
        let rules = rules.remove(&id).unwrap_or_default();
        // One that no table would take is none.
        let Ok(amount) = Amount::new(amount) else { continue };
        let candidate = Candidate { id: id.0, amount, min_quantity, max_quantity, rules, list: None };
        by_set.entry(price_set_id).or_default().push(candidate);
    }
    if context.has_lists {
        for (set, candidate) in list_prices(tx, sets, context).await? {
            by_set.entry(set).or_default().push(candidate);
        }
    }
    for variant in variants {
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
        by_price.entry(price_id).or_default().push(Rule::named(attribute, &operator, [value]));
    }
    Ok(by_price)
}

async fn list_prices(
    tx: &Tx,
    sets: Vec<PriceSetId>,
    context: &PriceContext,
) -> db::Result<Vec<(PriceSetId, Candidate)>> {
    // In one statement, so that the groups are those of the prices.
    let sql = "select g.groups, l.price_set_id, l.id, l.price_list_id, l.type as list_type, l.amount, l.min_quantity,
          l.max_quantity, l.rules, l.of_region
        from (select private.groups_of_customer() as groups) g left join private.list_prices($1, $2, $3, $4) l on true";
    let values =
        [uuids(sets), context.currency_code.as_str().into(), Uuid::from(context.region).into(), context.at.into()];
    let rows: Vec<ListRow> = db::fetch_all(tx, sql, values).await?;
    let expected: BTreeSet<Uuid> = context.groups.iter().map(|group| group.0).collect();
    if rows.first().is_some_and(|row| row.groups.iter().copied().collect::<BTreeSet<_>>() != expected) {
        context.has_moved.store(true, Ordering::Relaxed);
    }
    Ok(rows.into_iter().filter_map(ListRow::candidate).collect())
}

impl ListRow {
    /// Nothing when no list has a price.
    fn candidate(self) -> Option<(PriceSetId, Candidate)> {
        let list = FromList {
            id: self.price_list_id?.0,
            list_type: ListType::of(&self.list_type?)?,
            rules: usize::try_from(self.rules?).unwrap_or_default(),
            is_of_region: self.of_region?,
        };
        let Self { min_quantity, max_quantity, .. } = self;
        let (id, amount) = (self.id?.0, Amount::new(self.amount?).ok()?);
        Some((
            self.price_set_id?,
            Candidate { id, amount, min_quantity, max_quantity, rules: Vec::new(), list: Some(list) },
        ))
    }
}
