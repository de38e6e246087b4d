//! The prices of a list, written: all of a request in a statement of each kind.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use bigdecimal::BigDecimal;
use db::{OnConstraint, Tx};
use entity::ids::{PriceId, VariantId};
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::Value as Json;
use uuid::Uuid;
use web::{ApiError, body::Change};

use super::{
    bodies::Said,
    rules::{Known, region},
};
use crate::pricing::amount;

type Pairs = BTreeMap<String, String>;
/// What makes a price another one than the next.
type Key = (Uuid, String, Option<i64>, Option<i64>, Pairs);

/// A price as it is kept.
#[derive(Debug, Clone, Serialize)]
struct Row {
    id: Uuid,
    price_set_id: Uuid,
    currency_code: String,
    amount: BigDecimal,
    min_quantity: Option<i64>,
    max_quantity: Option<i64>,
    rules: Pairs,
}

impl Row {
    fn key(&self) -> Key {
        (self.price_set_id, self.currency_code.clone(), self.min_quantity, self.max_quantity, self.rules.clone())
    }
}

/// Makes and changes prices of a list, which is locked. Answers their keys, in the order in which they were said.
pub(super) async fn put(
    tx: &Tx,
    list: Uuid,
    create: Vec<Said>,
    update: Vec<Said>,
) -> Result<(Vec<Uuid>, Vec<Uuid>), ApiError> {
    if create.is_empty() && update.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let said: Vec<&Said> = create.iter().chain(&update).collect();
    let there = There::load(tx, list, &said).await?;
    let mut plan = Plan::default();
    let named: HashSet<Uuid> = update.iter().filter_map(|said| there.stored_id(said)).collect();
    let mut same: HashMap<Key, Uuid> = HashMap::new();
    for row in there.stored.values().filter(|row| !named.contains(&row.id)) {
        same.insert(row.key(), row.id);
    }
    // Changes come first: what they leave may be taken by a new one, and what they take may not.
    let mut updated = Vec::with_capacity(update.len());
    for said in &update {
        let text = said.id.as_deref().unwrap_or_default();
        let old = there.stored_id(said).and_then(|id| there.stored.get(&id));
        let old = old.ok_or_else(|| ApiError::missing("Price", text))?;
        let row = there.row(said, Some(old))?;
        if same.contains_key(&row.key()) {
            return Err(twice(said));
        }
        updated.push(row.id);
        plan.put(said, row, true)?;
    }
    let mut created = Vec::with_capacity(create.len());
    for said in &create {
        let mut row = there.row(said, None)?;
        let known = same.get(&row.key());
        row.id = known.copied().unwrap_or(row.id);
        created.push(row.id);
        plan.put(said, row, known.is_some())?;
    }
    plan.write(tx, list).await?;
    Ok((created, updated))
}

fn wrong(said: &Said, field: &str, problem: impl std::fmt::Display) -> ApiError {
    ApiError::invalid_data(format!("Invalid request: Value for field '{}, {field}' {problem}", said.at))
}

fn twice(said: &Said) -> ApiError {
    wrong(said, "currency_code", "has two prices for the same variant, quantities and rules")
}

/// What becomes of the prices.
#[derive(Default)]
struct Plan {
    keys: BTreeSet<Key>,
    insert: Vec<Row>,
    update: Vec<Row>,
}

impl Plan {
    fn put(&mut self, said: &Said, row: Row, is_there: bool) -> Result<(), ApiError> {
        let is_new = self.keys.insert(row.key()) && self.update.iter().all(|other| other.id != row.id);
        if !is_new {
            return Err(twice(said));
        }
        if is_there {
            self.update.push(row);
        } else {
            self.insert.push(row);
        }
        Ok(())
    }

    async fn write(self, tx: &Tx, list: Uuid) -> Result<(), ApiError> {
        const COLUMNS: &str = "r (id uuid, price_set_id uuid, currency_code text, amount numeric, min_quantity bigint,
            max_quantity bigint, rules jsonb)";
        let update = format!(
            "update public.price_list_prices p set price_set_id = r.price_set_id, currency_code = r.currency_code,
               amount = r.amount, min_quantity = r.min_quantity, max_quantity = r.max_quantity, rules = r.rules
             from jsonb_to_recordset($4) {COLUMNS}
             where p.organization_id = $1 and p.price_list_id = $2 and p.id = r.id and $3::timestamptz is not null"
        );
        let insert = format!(
            "insert into public.price_list_prices (organization_id, price_list_id, created_at, updated_at, id, price_set_id,
               currency_code, amount, min_quantity, max_quantity, rules)
             select $1, $2, $3, $3, r.id, r.price_set_id, r.currency_code, r.amount, r.min_quantity, r.max_quantity, r.rules
             from jsonb_to_recordset($4) {COLUMNS}"
        );
        for (sql, rows) in [(update, self.update), (insert, self.insert)] {
            if rows.is_empty() {
                continue;
            }
            let rows = serde_json::to_value(rows).map_err(ApiError::internal)?;
            let values = [tx.organization()?.into(), list.into(), tx.now().into(), rows.into()];
            // A currency is taken away by somebody else between our look and our write.
            db::exec(tx, &sql, values)
                .await
                .on_constraint("price_list_prices_organization_id_currency_code_fkey", |_| {
                    ApiError::invalid_data("Invalid request: The shop sells in one of these currencies no more")
                })?;
        }
        Ok(())
    }
}

/// What there is of what was said.
struct There {
    /// The price sets of variants.
    sets: HashMap<Uuid, Option<Uuid>>,
    currencies: BTreeSet<String>,
    known: Known,
    /// Prices of the list that are named, or that are for the same price sets.
    stored: HashMap<Uuid, Row>,
}

#[derive(FromQueryResult)]
struct Variant {
    id: Uuid,
    price_set_id: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Currency {
    currency_code: String,
}

#[derive(FromQueryResult)]
struct Stored {
    id: Uuid,
    price_set_id: Uuid,
    currency_code: String,
    amount: BigDecimal,
    min_quantity: Option<i64>,
    max_quantity: Option<i64>,
    rules: Json,
}

fn key_of(said: &Said) -> Option<Uuid> {
    said.id.as_deref()?.parse::<PriceId>().ok().map(Into::into)
}

impl There {
    async fn load(tx: &Tx, list: Uuid, said: &[&Said]) -> db::Result<Self> {
        let organization = tx.organization()?;
        let named = said.iter().filter_map(|said| Some(said.variant.as_deref()?.parse::<VariantId>().ok()?.0));
        let named: Vec<Uuid> = named.collect();
        let sql = "select v.id, v.price_set_id from public.product_variants v
            where v.organization_id = $1 and v.id = any($2) and v.deleted_at is null";
        let variants: Vec<Variant> = db::fetch_all(tx, sql, [organization.into(), named.into()]).await?;
        let sets: HashMap<Uuid, Option<Uuid>> =
            variants.into_iter().map(|variant| (variant.id, variant.price_set_id)).collect();

        let sql = "select c.currency_code from public.store_currencies c where c.organization_id = $1";
        let currencies: Vec<Currency> = db::fetch_all(tx, sql, [organization.into()]).await?;
        let mut regions = Vec::new();
        for rules in said.iter().filter_map(|said| said.rules.as_ref()) {
            regions.extend(rules.iter().filter_map(|(attribute, value)| region(attribute, value)));
        }
        let known = Known::load(tx, regions).await?;

        let ids: Vec<Uuid> = said.iter().filter_map(|said| key_of(said)).collect();
        let of: Vec<Uuid> = sets.values().flatten().copied().collect();
        let sql = "select p.id, p.price_set_id, p.currency_code, p.amount, p.min_quantity, p.max_quantity, p.rules
            from public.price_list_prices p
            where p.organization_id = $1 and p.price_list_id = $2 and p.deleted_at is null and (
              p.price_set_id = any($4) or p.price_set_id in (
                select o.price_set_id from public.price_list_prices o
                where o.organization_id = $1 and o.price_list_id = $2 and o.id = any($3) and o.deleted_at is null))";
        let stored: Vec<Stored> =
            db::fetch_all(tx, sql, [organization.into(), list.into(), ids.into(), of.into()]).await?;
        Ok(Self {
            sets,
            currencies: currencies.into_iter().map(|row| row.currency_code).collect(),
            known,
            stored: stored.into_iter().map(|stored| (stored.id, stored.into())).collect(),
        })
    }

    /// The price that a change is of, if the list has it.
    fn stored_id(&self, said: &Said) -> Option<Uuid> {
        key_of(said).filter(|id| self.stored.contains_key(id))
    }

    /// What is to be kept of what was said.
    fn row(&self, said: &Said, old: Option<&Row>) -> Result<Row, ApiError> {
        let required =
            |field: &str| ApiError::invalid_data(format!("Invalid request: Field '{}, {field}' is required", said.at));
        let set = match &said.variant {
            None => old.map(|old| old.price_set_id).ok_or_else(|| required("variant_id"))?,
            Some(text) => self.set(said, text)?,
        };
        let code = said.currency.as_ref().map(|code| code.to_ascii_lowercase());
        let code =
            code.or_else(|| old.map(|old| old.currency_code.clone())).ok_or_else(|| required("currency_code"))?;
        if !self.currencies.contains(&code) {
            let sold: Vec<&str> = self.currencies.iter().map(String::as_str).collect();
            let code: String = code.chars().take(20).collect();
            let problem = format!("is no currency of the shop: '{code}'. It sells in {}", sold.join(", "));
            return Err(wrong(said, "currency_code", problem));
        }
        let amount = said.amount.clone().or_else(|| old.map(|old| old.amount.clone()));
        let amount = amount.ok_or_else(|| required("amount"))?;
        if let Some(problem) = amount::problem(&amount) {
            return Err(wrong(said, "amount", problem));
        }
        let quantity = |change: &Change<i64>, old: Option<i64>| change.clone().apply(old);
        let min_quantity = quantity(&said.min_quantity, old.and_then(|old| old.min_quantity));
        let max_quantity = quantity(&said.max_quantity, old.and_then(|old| old.max_quantity));
        if min_quantity.zip(max_quantity).is_some_and(|(least, most)| least > most) {
            return Err(wrong(said, "max_quantity", "is less than min_quantity"));
        }
        let rules = match &said.rules {
            None => old.map(|old| old.rules.clone()).unwrap_or_default(),
            Some(rules) => {
                let at = format!("{}, rules", said.at);
                let value = |(name, text): (&String, &String)| {
                    Ok::<_, ApiError>((name.clone(), self.known.value(&at, name, text)?))
                };
                rules.iter().map(value).collect::<Result<Pairs, _>>()?
            }
        };
        let id = old.map_or_else(|| PriceId::new().0, |old| old.id);
        Ok(Row { id, price_set_id: set, currency_code: code, amount, min_quantity, max_quantity, rules })
    }

    fn set(&self, said: &Said, text: &str) -> Result<Uuid, ApiError> {
        let shown: String = text.chars().take(100).collect();
        let id = text.parse::<VariantId>().ok().map(|id| id.0);
        match id.and_then(|id| self.sets.get(&id)) {
            Some(Some(set)) => Ok(*set),
            Some(None) => Err(wrong(said, "variant_id", format_args!("has no base price yet: {shown}"))),
            None => Err(wrong(
                said,
                "variant_id",
                format_args!("names nothing: Product variant with id: {shown} was not found"),
            )),
        }
    }
}

impl From<Stored> for Row {
    fn from(stored: Stored) -> Self {
        let Stored { id, price_set_id, currency_code, amount, min_quantity, max_quantity, rules } = stored;
        let rules = rules.as_object().into_iter().flatten();
        let rules = rules.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect();
        Self { id, price_set_id, currency_code, amount, min_quantity, max_quantity, rules }
    }
}
