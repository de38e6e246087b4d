//! Regions and countries.

use serde::{Deserialize, Serialize};

/// All regions.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Regions {
    pub(crate) regions: Vec<Region>,
}

/// A part of the world with one currency.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Region {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) currency_code: String,
    pub(crate) countries: Vec<Country>,
}

/// A country.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Country {
    pub(crate) iso_2: String,
    pub(crate) display_name: String,
}
