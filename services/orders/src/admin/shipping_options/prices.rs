//! Writing the prices of an option that is held.

use std::collections::{HashMap, HashSet};

use db::{OnConstraint, Tx};
use entity::ids::{RegionId, ShippingOptionPriceId};
use resource::fields::AtMost;
use sea_orm::{FromQueryResult, Value};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::{
    ApiError,
    body::{Filled, Required},
};

use super::bodies::{Compares, Figure, Price, PriceRule};

#[derive(FromQueryResult)]
struct Stored {
    id: Uuid,
    currency_code: String,
    amount: String,
    rules: Json,
}

#[derive(FromQueryResult)]
struct Region {
    id: Uuid,
    currency_code: String,
}

/// Makes these the prices of an option, and no others. Of one that is there, what is not said stays.
pub(super) async fn replace(tx: &Tx, option: Uuid, prices: Vec<Price>) -> Result<(), ApiError> {
    let organization = tx.organization()?;
    let currencies = currencies_of(tx, &prices).await?;
    let sql = "select p.id, p.currency_code, p.amount::text as amount, p.rules from public.shipping_option_prices p
        where p.organization_id = $1 and p.shipping_option_id = $2";
    let stored: Vec<Stored> = db::fetch_all(tx, sql, [organization.into(), option.into()]).await?;
    let mut stored: HashMap<Uuid, Stored> = stored.into_iter().map(|row| (row.id, row)).collect();
    let (mut rows, mut kept, mut same) = (Vec::new(), Vec::new(), HashSet::new());
    for (at, price) in prices.into_iter().enumerate() {
        let old = match &price.id {
            Some(text) => {
                let missing = || ApiError::missing("Price", text);
                let ShippingOptionPriceId(id) = text.parse().map_err(|_| missing())?;
                Some(stored.remove(&id).ok_or_else(missing)?)
            }
            None => None,
        };
        kept.extend(old.as_ref().map(|old| old.id));
        let row = row(price, old.as_ref(), &currencies)?;
        if !same.insert(meaning(&row)) {
            let words =
                format!("Field 'prices, {at}' has the currency and the rules of another price: send one of them");
            return Err(ApiError::invalid_data(words));
        }
        rows.push(row);
    }
    let sql = "delete from public.shipping_option_prices where organization_id = $1 and shipping_option_id = $2 and not (id = any($3))";
    db::exec(tx, sql, [organization.into(), option.into(), kept.into()]).await?;
    let sql = "insert into public.shipping_option_prices (organization_id, id, shipping_option_id, currency_code, amount, rules, created_at, updated_at)
        select $1, n.id, $2, n.currency_code, n.amount, n.rules, $4, $4
        from jsonb_to_recordset($3) n (id uuid, currency_code text, amount numeric, rules jsonb)
        on conflict (organization_id, id) do update set currency_code = excluded.currency_code, amount = excluded.amount, rules = excluded.rules";
    let values: [Value; 4] = [organization.into(), option.into(), Json::Array(rows).into(), tx.now().into()];
    let sold = "shipping_option_prices_organization_id_currency_code_fkey";
    let not_sold = |_| {
        let remedy = "add it to the store's currencies first";
        ApiError::invalid_data(format!("Field 'prices' names a currency that is not supported by the store; {remedy}"))
    };
    db::exec(tx, sql, values).await.on_constraint(sold, not_sold)?;
    Ok(())
}

/// A price as it is written.
fn row(price: Price, old: Option<&Stored>, currencies: &HashMap<Uuid, String>) -> Result<Json, ApiError> {
    let Price { currency_code: Filled(currency), region_id, amount, rules, .. } = price;
    let region = region_id.as_deref().map(region).transpose()?;
    let said_place = currency.is_some() || region.is_some();
    let of_region = region.and_then(|id| currencies.get(&id).cloned());
    let currency = currency.map(|AtMost(code)| code.to_lowercase()).or(of_region);
    // What is said anew of the place or of the rules replaces what of them is there; the other part stays.
    let old_rules: Vec<Json> = (old.and_then(|old| old.rules.as_array())).into_iter().flatten().cloned().collect();
    let is_place = |rule: &&Json| rule["attribute"] == "region_id";
    let mut written: Vec<Json> = match region {
        Some(id) => vec![rule("region_id", "eq", &RegionId(id).to_string())],
        None if said_place => Vec::new(),
        None => old_rules.iter().filter(is_place).cloned().collect(),
    };
    match rules {
        Some(rules) => written.extend(rules.into_iter().map(|said| {
            let PriceRule {
                attribute: Required(AtMost(attribute)),
                operator: Compares(operator),
                value: Figure(value),
            } = said;
            rule(&attribute, operator.unwrap_or("eq"), &value)
        })),
        None => written.extend(old_rules.iter().filter(|rule| !is_place(rule)).cloned()),
    }
    let amount = amount.0.map(|amount| amount.to_plain_string());
    Ok(json!({
        "id": old.map_or_else(|| ShippingOptionPriceId::new().0, |old| old.id),
        "currency_code": currency.or_else(|| old.map(|old| old.currency_code.clone())),
        "amount": amount.or_else(|| old.map(|old| old.amount.clone())),
        "rules": written,
    }))
}

fn rule(attribute: &str, operator: &str, value: &str) -> Json {
    json!({ "id": Uuid::now_v7(), "attribute": attribute, "operator": operator, "value": value })
}

/// When a price holds: two that hold alike are one too many.
fn meaning(row: &Json) -> String {
    let text = |rule: &Json| format!("{} {} {}", rule["attribute"], rule["operator"], rule["value"]);
    let mut rules: Vec<String> = row["rules"].as_array().into_iter().flatten().map(text).collect();
    rules.sort();
    rules.dedup();
    format!("{} {}", row["currency_code"], rules.join(" and "))
}

fn region(text: &str) -> Result<Uuid, ApiError> {
    text.parse::<RegionId>().map(|id| id.0).map_err(|_| ApiError::missing("Region", text))
}

/// The currencies of the regions that prices name.
async fn currencies_of(tx: &Tx, prices: &[Price]) -> Result<HashMap<Uuid, String>, ApiError> {
    let named: Vec<Uuid> =
        prices.iter().filter_map(|price| price.region_id.as_deref()).map(region).collect::<Result<_, _>>()?;
    if named.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = "select r.id, r.currency_code from public.regions r
        where r.organization_id = $1 and r.id = any($2) and r.deleted_at is null";
    let found: Vec<Region> = db::fetch_all(tx, sql, [tx.organization()?.into(), named.clone().into()]).await?;
    let found: HashMap<Uuid, String> = found.into_iter().map(|row| (row.id, row.currency_code)).collect();
    match named.iter().find(|id| !found.contains_key(id)) {
        Some(id) => Err(ApiError::missing("Region", &RegionId(*id).to_string())),
        None => Ok(found),
    }
}
