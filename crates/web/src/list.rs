//! What all lists share: `limit`, `offset`, `order`, `q`, `fields`, and the envelope.

use crate::query::{FromParams, Params, QueryValue};

/// The most rows that one answer carries. Medusa has no maximum, and a shop can be stopped by one request for that.
const MAX_LIMIT: i64 = 1_000;
const MAX_OFFSET: i64 = 10_000_000;

/// A window of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Rows wanted.
    pub limit: i64,
    /// Rows skipped.
    pub offset: i64,
}

/// One sort key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The field, one of the route's list.
    pub field: &'static str,
    /// `-field`
    pub descending: bool,
}

/// The parameters that every list takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// The window.
    pub page: Page,
    /// The sort keys, in order.
    pub order: Vec<Order>,
    /// The words to look for; all of them must be found.
    pub words: Vec<String>,
    /// The raw `fields` parameter.
    pub fields: Option<String>,
}

impl ListQuery {
    /// What reading a single object amounts to.
    pub fn one() -> Self {
        Self { page: Page { limit: 1, offset: 0 }, order: Vec::new(), words: Vec::new(), fields: None }
    }

    /// Reads them; `sortable` are the fields that may stand in `order`.
    pub fn read(params: &mut Params, default_limit: i64, sortable: &'static [&'static str]) -> Self {
        let limit = params.integer("limit", 0, MAX_LIMIT).unwrap_or(default_limit);
        let offset = params.integer("offset", 0, MAX_OFFSET).unwrap_or(0);
        let order = read_order(params, sortable);
        let words = params.text("q").map(|q| crate::query::split_words(&q)).unwrap_or_default();
        let fields = read_fields(params);
        Self { page: Page { limit, offset }, order, words, fields }
    }
}

/// The only parameter of reading one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectQuery {
    /// The raw `fields` parameter.
    pub fields: Option<String>,
}

impl FromParams for SelectQuery {
    fn read(params: &mut Params) -> Self {
        Self { fields: read_fields(params) }
    }
}

/// The parameters of every list, for the OpenAPI document.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its documentation is used")]
pub struct ListParams {
    /// How many to answer, 1,000 at most.
    #[param(example = 20, minimum = 0, maximum = 1000)]
    limit: Option<i64>,
    /// How many to skip.
    #[param(example = 0, default = 0, minimum = 0)]
    offset: Option<i64>,
    /// A field to sort by, `-field` for descending.
    #[param(example = "-created_at")]
    order: Option<String>,
    /// Words that must all be found.
    q: Option<String>,
    /// What to answer: `+metadata` adds, `-metadata` removes, `*products` adds a relation, a bare list replaces.
    #[param(example = "id,*products")]
    fields: Option<String>,
}

/// The only parameter of reading one object, for the OpenAPI document.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its documentation is used")]
pub struct SelectParams {
    /// What to answer: `+metadata` adds, `-metadata` removes, `*addresses` adds a relation, a bare list replaces.
    #[param(example = "id,+metadata")]
    fields: Option<String>,
}

/// `fields` may come as text or as a list of texts.
pub(crate) fn read_fields(params: &mut Params) -> Option<String> {
    match params.take("fields") {
        None => None,
        Some(QueryValue::Text(text)) => Some(text),
        Some(QueryValue::List(parts)) => {
            Some(parts.iter().filter_map(QueryValue::as_text).collect::<Vec<_>>().join(","))
        }
        Some(other) => {
            params.wrong_type("fields", "string", &other);
            None
        }
    }
}

fn read_order(params: &mut Params, sortable: &'static [&'static str]) -> Vec<Order> {
    let Some(text) = params.text("order") else {
        return Vec::new();
    };
    let mut order = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (descending, name) = match part.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, part),
        };
        match sortable.iter().find(|known| **known == name) {
            Some(field) => order.push(Order { field, descending }),
            None => params.refuse(format!("Order field {} is not valid", crate::query::shorten(name))),
        }
    }
    order
}
