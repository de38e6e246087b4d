//! Base prices.

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::PriceId;
use uuid::Uuid;

use super::{Context, Plan};
use crate::pricing::amount;
use crate::write::apply::{
    known::{Kind, REGION, id},
    refused::Refused,
    said::PriceSaid,
    stored::StoredPrice,
    tables::{PriceRow, RuleRow},
};

type Rules = BTreeMap<String, String>;
/// What makes a price another one than the next.
type Key = (String, Option<i64>, Option<i64>, Rules);

impl Plan {
    /// All base prices of a set. One that is there already (the same currency, quantities and rules) keeps its key.
    pub(super) fn prices(
        &mut self,
        context: &Context,
        set: Uuid,
        said: Vec<PriceSaid>,
        stored: &[StoredPrice],
        at: &str,
    ) -> Result<(), Refused> {
        let mut kept: BTreeSet<Uuid> = BTreeSet::new();
        let mut keys: BTreeSet<Key> = BTreeSet::new();
        let mut same: BTreeMap<Key, &StoredPrice> = BTreeMap::new();
        let named: BTreeSet<Uuid> = said.iter().filter_map(|price| id::<PriceId>(price.id.as_deref()?)).collect();
        for price in stored.iter().filter(|price| !named.contains(&price.row.id)) {
            same.entry(key(price)).or_insert(price);
        }
        for (n, said) in said.into_iter().enumerate() {
            let at = format!("{}prices, {n}", if at.is_empty() { String::new() } else { format!("{at}, ") });
            let old = match &said.id {
                None => None,
                Some(text) => {
                    let id = id::<PriceId>(text);
                    let found = stored.iter().find(|stored| Some(stored.row.id) == id);
                    let none = || Refused::field(&at, "id", format_args!("is no price of this variant: {text}"));
                    Some(found.ok_or_else(none)?)
                }
            };
            let (mut row, rules) = price_row(context, set, said, old, &at)?;
            let key: Key = (row.currency_code.clone(), row.min_quantity, row.max_quantity, rules.clone());
            let found = old.or_else(|| same.get(&key).copied());
            if let Some(found) = found {
                row.id = found.row.id;
            }
            if !keys.insert(key) || !kept.insert(row.id) {
                return Err(Refused::field(&at, "currency_code", "has two prices for the same quantities and rules"));
            }
            if found.map_or(!rules.is_empty(), |found| found.rules != rules) {
                self.ruled.push(row.id);
                let rule = |(attribute, value)| RuleRow { id: Uuid::now_v7(), price_id: row.id, attribute, value };
                self.rules.extend(rules.into_iter().map(rule));
            }
            self.prices.put(row, found.map(|found| &found.row));
        }
        self.gone.prices.extend(stored.iter().map(|price| price.row.id).filter(|id| !kept.contains(id)));
        Ok(())
    }
}

fn key(StoredPrice { row, rules }: &StoredPrice) -> Key {
    (row.currency_code.clone(), row.min_quantity, row.max_quantity, rules.clone())
}

fn price_row(
    context: &Context,
    set: Uuid,
    said: PriceSaid,
    old: Option<&StoredPrice>,
    at: &str,
) -> Result<(PriceRow, Rules), Refused> {
    let required = |field| Refused::Invalid(format!("Field '{at}, {field}' is required"));
    let PriceSaid { id: _, currency_code, amount, min_quantity, max_quantity, rules } = said;
    let currency = currency_code.map(|code| code.to_ascii_lowercase());
    let currency_code =
        currency.or_else(|| old.map(|old| old.row.currency_code.clone())).ok_or_else(|| required("currency_code"))?;
    if !context.known.currencies.contains(&currency_code) {
        let known: Vec<&str> = context.known.currencies.iter().map(String::as_str).collect();
        let code: String = currency_code.chars().take(20).collect();
        let words = format!("is no currency of the shop: '{code}'. It sells in {}", known.join(", "));
        return Err(Refused::field(at, "currency_code", words));
    }
    let amount = amount.or_else(|| old.map(|old| old.row.amount.clone())).ok_or_else(|| required("amount"))?;
    if let Some(problem) = amount::problem(&amount) {
        return Err(Refused::field(at, "amount", problem));
    }
    let min_quantity = min_quantity.apply(old.and_then(|old| old.row.min_quantity));
    let max_quantity = max_quantity.apply(old.and_then(|old| old.row.max_quantity));
    if min_quantity.zip(max_quantity).is_some_and(|(least, most)| least > most) {
        return Err(Refused::field(at, "max_quantity", "is less than min_quantity"));
    }
    let rules = rules.or_else(|| old.map(|old| old.rules.clone())).unwrap_or_default();
    for (attribute, value) in &rules {
        match attribute.as_str() {
            REGION => drop(context.known.find(Kind::Region, value, at, "rules, region_id")?),
            "customer.groups.id" | "customer.groups" => {
                let words = "is no rule of a base price, which everybody may read: make a price list for the group";
                return Err(Refused::field(at, &format!("rules, {attribute}"), words));
            }
            other => {
                let other: String = other.chars().take(100).collect();
                let words = "is no rule of a base price: it is region_id";
                return Err(Refused::field(at, &format!("rules, {other}"), words));
            }
        }
    }
    let id = old.map_or_else(Uuid::now_v7, |old| old.row.id);
    Ok((PriceRow { id, price_set_id: set, currency_code, amount, min_quantity, max_quantity }, rules))
}
