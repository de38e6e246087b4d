//! Regions, countries and currencies.

use entity::{Timestamp, ids::RegionId};
use resource::row;
use serde_json::Value;
use web::{
    columns,
    fields::{Column, Relation, View, json, many},
};

use crate::iso;

row! {
    /// A part of the world with one currency.
    pub struct Region from "r" {
        id: RegionId,
        name: String,
        currency_code: String,
        automatic_taxes: bool,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        metadata: Option<Value>,
    }
    loaded {
        countries: Vec<CountryView>,
        payment_providers: Vec<PaymentProviderView>,
    }
}

/// A country of a region.
#[derive(Debug, Clone)]
pub struct CountryView {
    pub iso_2: &'static str,
    pub iso_3: &'static str,
    pub num_code: &'static str,
    pub name: String,
    pub display_name: &'static str,
    pub region_id: RegionId,
}

impl CountryView {
    /// A country by its code; codes that ISO does not know are not shown.
    pub fn new(iso_2: &str, region_id: RegionId) -> Option<Self> {
        let country = iso::country(iso_2)?;
        Some(Self {
            iso_2: country.iso_2,
            iso_3: country.iso_3,
            num_code: country.num_code,
            name: country.name.to_uppercase(),
            display_name: country.name,
            region_id,
        })
    }
}

/// Who takes payments in a region.
#[derive(Debug, Clone)]
pub struct PaymentProviderView(pub String);

impl View for PaymentProviderView {
    const COLUMNS: &'static [Column<Self>] =
        &[("id", |provider, out| json(&provider.0, out)), ("is_enabled", |_, out| out.extend_from_slice(b"true"))];
}

/// A currency of the shop.
#[derive(Debug, Clone)]
pub struct CurrencyView {
    pub code: &'static str,
    pub name: &'static str,
    pub symbol: &'static str,
    pub symbol_native: &'static str,
    pub decimal_digits: u8,
    pub rounding: f32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub deleted_at: Option<Timestamp>,
}

impl CurrencyView {
    /// A currency by its code, which the shop has since then.
    pub fn of_shop(code: &str, created_at: Timestamp, updated_at: Timestamp) -> Option<Self> {
        let iso::Currency { code, symbol, symbol_native, name, decimal_digits, rounding } = *iso::currency(code)?;
        let deleted_at = None;
        Some(Self { code, name, symbol, symbol_native, decimal_digits, rounding, created_at, updated_at, deleted_at })
    }
}

impl View for Region {
    const COLUMNS: &'static [Column<Self>] =
        columns!(Region: id, name, currency_code, automatic_taxes, created_at, updated_at, deleted_at, metadata);
    const RELATIONS: &'static [Relation<Self>] = &[
        ("countries", |s| many(s, |region: &Self| &region.countries)),
        // A region that names none takes them all.
        ("payment_providers", |s| many(s, |region: &Self| &region.payment_providers)),
    ];
}

impl View for CountryView {
    const COLUMNS: &'static [Column<Self>] =
        columns!(CountryView: iso_2, iso_3, num_code, name, display_name, region_id);
}

impl View for CurrencyView {
    const COLUMNS: &'static [Column<Self>] = columns!(
        CurrencyView: code, symbol, symbol_native, name, decimal_digits, rounding, created_at, updated_at, deleted_at,
    );
}
