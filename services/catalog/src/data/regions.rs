//! Regions and currencies: few rows, listed whole.

use std::collections::HashMap;

use db::Tx;
use entity::{Timestamp, ids::RegionId};
use resource::{Filter, Param};
use sea_orm::FromQueryResult;

use super::uuids;
use crate::{
    iso,
    view::{CountryView, CurrencyView, LocaleView, PaymentProviderView, Region},
};

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
struct ProviderRow {
    region_id: RegionId,
    provider_id: String,
}

/// Loads who takes payments in regions. One that names nobody takes all that there are, and shows none.
pub async fn fill_payment_providers(tx: &Tx, regions: &mut [Region]) -> db::Result<()> {
    let rows: Vec<ProviderRow> = db::fetch_all(
        tx,
        "select l.region_id, l.provider_id from region_payment_providers l where l.region_id = any($1) order by l.provider_id",
        [uuids(regions.iter().map(|region| region.id))],
    )
    .await?;
    let mut by_region: HashMap<RegionId, Vec<PaymentProviderView>> = HashMap::new();
    for ProviderRow { region_id, provider_id } in rows {
        by_region.entry(region_id).or_default().push(PaymentProviderView(provider_id));
    }
    for region in regions {
        region.payment_providers = by_region.remove(&region.id).unwrap_or_default();
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct CurrencyRow {
    currency_code: String,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// What currencies can be filtered by.
pub const CURRENCIES: &[Param] = &[Param::text("code", "ISO 4217 codes, lower-case.").at("s.currency_code")];

/// The currencies that the shop sells in, by code.
pub async fn list_currencies(tx: &Tx, filter: &Filter, words: &[String]) -> db::Result<Vec<CurrencyView>> {
    let mut values = Vec::new();
    let sql = format!(
        "select s.currency_code, s.created_at, s.updated_at from store_currencies s where {} order by s.currency_code",
        filter.sql(&mut values)
    );
    let rows: Vec<CurrencyRow> = db::fetch_all(tx, &sql, values).await?;
    let currencies = rows.into_iter().filter_map(|CurrencyRow { currency_code, created_at, updated_at }| {
        CurrencyView::of_shop(&currency_code, created_at, updated_at)
    });
    Ok(currencies.filter(|currency| has_words(currency, words)).collect())
}

fn has_words(currency: &CurrencyView, words: &[String]) -> bool {
    let text = format!("{} {}", currency.code, currency.name).to_lowercase();
    words.iter().all(|word| text.contains(&word.to_lowercase()))
}

/// The languages that the shop speaks, in its order.
pub async fn list_locales(tx: &Tx) -> db::Result<Vec<LocaleView>> {
    #[derive(FromQueryResult)]
    struct Row {
        locale_code: String,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
    let sql = "select s.locale_code, s.created_at, s.updated_at from store_locales s
        where s.organization_id = $1 order by s.rank, s.locale_code";
    let rows: Vec<Row> = db::fetch_all(tx, sql, [tx.organization()?.into()]).await?;
    let shown = rows.into_iter().map(|Row { locale_code: code, created_at, updated_at }| {
        let name = iso::locale(&code).unwrap_or_else(|| code.clone());
        LocaleView { code, name, created_at, updated_at, deleted_at: None }
    });
    Ok(shown.collect())
}
