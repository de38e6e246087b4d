//! What a search answers.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Amount;

/// The results of all searches.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Searched {
    pub(crate) results: Vec<Found>,
}

/// The result of one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Found {
    pub(crate) hits: Vec<Hit>,
    pub(crate) facets: BTreeMap<String, Facet>,
    pub(crate) metadata: Metadata,
}

/// A product that was found.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Hit {
    pub(crate) id: String,
}

/// How many there are.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Metadata {
    pub(crate) count: Option<i64>,
}

/// What the results can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Facet {
    pub(crate) values: Vec<FacetValue>,
    pub(crate) min: Option<Amount>,
    pub(crate) max: Option<Amount>,
}

/// A value, and how many have it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FacetValue {
    pub(crate) value: String,
    pub(crate) count: i64,
}
