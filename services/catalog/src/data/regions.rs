//! Regions and currencies: few rows, listed whole.

use std::collections::HashMap;

use db::Tx;
use entity::{Timestamp, ids::RegionId};
use resource::{Filter, Select, ids, order_by};
use sea_orm::FromQueryResult;
use web::{ListQuery, fields::Selection};

use super::uuids;
use crate::{
    iso,
    view::{CountryView, CurrencyView, Region},
};

/// What `GET /store/regions` filters by.
#[derive(Debug, Clone, Default)]
pub struct RegionFilter {
    pub id: Option<Vec<String>>,
    pub name: Option<Vec<String>>,
    pub currency_code: Option<Vec<String>>,
}

/// One page, with the selected relations, and the number of all matches.
pub async fn list_regions(
    tx: &Tx,
    filter: &RegionFilter,
    list: &ListQuery,
    selection: &Selection,
) -> db::Result<(Vec<Region>, i64)> {
    let mut conditions = Filter::new("r.deleted_at is null");
    if let Some(id) = &filter.id {
        conditions.and("r.id = any(?)", ids::<RegionId>(id));
    }
    conditions.and_texts("r.name", filter.name.as_ref());
    conditions.and_texts("r.currency_code", filter.currency_code.as_ref());
    conditions.and_words(&["r.name", "r.currency_code"], &list.words);

    let order_by = order_by("r", &list.order, "r.id");
    let select = Select { columns: Region::SELECT, from: "regions r", order_by: &order_by };
    let (mut regions, count): (Vec<Region>, i64) =
        resource::page(tx, select, &conditions, Vec::new(), list.page).await?;
    if selection.has("countries") {
        fill_countries(tx, &mut regions).await?;
    }
    Ok((regions, count))
}

#[derive(FromQueryResult)]
struct CountryRow {
    region_id: RegionId,
    iso_2: String,
}

/// Loads the countries of regions.
pub async fn fill_countries(tx: &Tx, regions: &mut [Region]) -> db::Result<()> {
    let rows: Vec<CountryRow> = db::fetch_all(
        tx,
        "select c.region_id, c.iso_2 from region_countries c where c.region_id = any($1) order by c.iso_2",
        [uuids(regions.iter().map(|region| region.id))],
    )
    .await?;
    let mut by_region: HashMap<RegionId, Vec<CountryView>> = HashMap::new();
    for CountryRow { region_id, iso_2 } in rows {
        by_region.entry(region_id).or_default().extend(CountryView::new(&iso_2, region_id));
    }
    for region in regions {
        region.countries = by_region.remove(&region.id).unwrap_or_default();
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct CurrencyRow {
    currency_code: String,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// The currencies that the shop sells in, by code.
pub async fn list_currencies(tx: &Tx, codes: Option<&Vec<String>>, words: &[String]) -> db::Result<Vec<CurrencyView>> {
    let mut conditions = Filter::new("true");
    conditions.and_texts("s.currency_code", codes);
    let mut values = Vec::new();
    let sql = format!(
        "select s.currency_code, s.created_at, s.updated_at from store_currencies s where {} order by s.currency_code",
        conditions.sql(&mut values)
    );
    let rows: Vec<CurrencyRow> = db::fetch_all(tx, &sql, values).await?;
    let currencies = rows.into_iter().filter_map(|CurrencyRow { currency_code, created_at, updated_at }| {
        let iso::Currency { code, symbol, symbol_native, name, decimal_digits, rounding } =
            *iso::currency(&currency_code)?;
        Some(CurrencyView {
            code,
            name,
            symbol,
            symbol_native,
            decimal_digits,
            rounding,
            created_at,
            updated_at,
            deleted_at: None,
        })
    });
    Ok(currencies.filter(|currency| has_words(currency, words)).collect())
}

fn has_words(currency: &CurrencyView, words: &[String]) -> bool {
    let text = format!("{} {}", currency.code, currency.name).to_lowercase();
    words.iter().all(|word| text.contains(&word.to_lowercase()))
}
