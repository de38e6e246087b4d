//! What a search asks for: the body of `POST /store/search`, strictly.

use bigdecimal::BigDecimal;
use serde_json::Value;
use web::{
    body::{Fields, FromBody},
    query::shorten,
};

use super::{
    filter::{Filters, amount},
    words::Strategy,
};

const MAX_QUERIES: usize = 20;
const MAX_FACETS: usize = 10;
const MAX_RANGES: usize = 20;
/// What one request may let the database search for: its queries, and each facet that is counted by itself.
const MAX_SEARCHES: usize = 24;
const MAX_SKIP: i64 = 100_000;
const MAX_TAKE: i64 = 100;
const DEFAULT_TAKE: i64 = 20;
const MAX_TAG: usize = 64;
/// As many numbers as an embedding may have.
const MAX_VECTOR: usize = 2_000;

/// What a hit can show.
pub(crate) const SHOWN: &[&str] = &[
    "id",
    "title",
    "subtitle",
    "handle",
    "description",
    "thumbnail",
    "collection_id",
    "type_id",
    "category_ids",
    "tag_ids",
    "options",
    "price",
    "currency_code",
    "rating",
    "rating_count",
    "in_stock",
    "created_at",
];
/// What can be counted.
const COUNTED: &[&str] =
    &["price", "category_ids", "tag_ids", "collection_id", "type_id", "options", "in_stock", "rating"];
/// Where words are looked for, and the letter of it in the index.
const SEARCHED: &[(&str, char)] = &[
    ("title", 'A'),
    ("subtitle", 'B'),
    ("type", 'B'),
    ("collection", 'B'),
    ("tags", 'B'),
    ("categories", 'B'),
    ("sku", 'C'),
    ("variants", 'C'),
    ("description", 'D'),
];

/// Several searches, or one.
#[derive(Debug)]
pub(crate) struct Asked(pub(crate) Vec<Search>);

/// One search.
#[derive(Debug)]
pub(crate) struct Search {
    pub(crate) entity: String,
    pub(crate) fields: Option<Vec<String>>,
    pub(crate) filters: Filters,
    pub(crate) page: Pagination,
    pub(crate) options: Options,
}

/// How hits are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Sort {
    /// Best first.
    #[default]
    Score,
    /// As `private.search_browse` calls it.
    By(&'static str),
}

/// Which hits are answered.
#[derive(Debug, Default)]
pub(crate) struct Pagination {
    pub(crate) skip: i64,
    pub(crate) take: i64,
    pub(crate) sort: Sort,
}

/// How many there are, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Counting {
    #[default]
    Estimated,
    Exact,
    None,
}

/// How words are marked.
#[derive(Debug, Clone)]
pub(crate) struct Highlight {
    pub(crate) title: bool,
    pub(crate) description: bool,
    pub(crate) pre: String,
    pub(crate) post: String,
    pub(crate) snippet: bool,
}

/// What the search goes by beside words.
#[derive(Debug, Default)]
pub(crate) struct VectorQuery {
    pub(crate) value: Option<Vec<f32>>,
    pub(crate) query: Option<String>,
    pub(crate) ratio: Option<f32>,
}

/// A number of ranges or values of a field.
#[derive(Debug, Clone)]
pub(crate) struct Facet {
    pub(crate) field: &'static str,
    pub(crate) kind: FacetKind,
}

#[derive(Debug, Clone)]
pub(crate) enum FacetKind {
    Values { limit: usize, by_name: bool, containing: Option<String> },
    Ranges(Vec<Range>),
    Stats,
}

/// From, and below.
#[derive(Debug, Clone)]
pub(crate) struct Range {
    pub(crate) key: String,
    pub(crate) from: Option<BigDecimal>,
    pub(crate) to: Option<BigDecimal>,
}

/// Everything else.
#[derive(Debug, Default)]
pub(crate) struct Options {
    pub(crate) weights: String,
    pub(crate) strategy: Strategy,
    pub(crate) typos: Option<bool>,
    pub(crate) facets: Vec<Facet>,
    pub(crate) disjunctive: Vec<String>,
    pub(crate) highlight: Option<Highlight>,
    pub(crate) min_score: Option<f64>,
    pub(crate) include_score: bool,
    pub(crate) locales: Vec<String>,
    pub(crate) vector: VectorQuery,
    pub(crate) counting: Counting,
}

impl FromBody for Asked {
    fn read(fields: &mut Fields) -> Self {
        if !fields.has("queries") {
            return Self(vec![Search::read(fields)]);
        }
        let queries: Vec<Search> = fields.objects("queries").unwrap_or_default();
        if queries.is_empty() {
            fields.complain("Value for field 'queries' too small, expected at least: '1'");
        } else if queries.len() > MAX_QUERIES {
            fields.complain(format!("Value for field 'queries' too big, expected at most: '{MAX_QUERIES}'"));
        }
        let searches: usize = queries.iter().map(|query| 1 + query.options.disjunctive.len()).sum();
        if searches > MAX_SEARCHES {
            fields.complain(format!(
                "Value for field 'queries' too big: '{MAX_SEARCHES}' searches are made at most, one for each query and for each \
                 of its disjunctive_facets, got: '{searches}'"
            ));
        }
        Self(queries)
    }
}

impl FromBody for Search {
    fn read(fields: &mut Fields) -> Self {
        Self {
            entity: fields.required_text("entity"),
            fields: fields.texts("fields"),
            filters: Filters::read(fields),
            page: fields.object("pagination").unwrap_or(Pagination { take: DEFAULT_TAKE, ..Pagination::default() }),
            options: fields.object("search_options").unwrap_or_default(),
        }
    }
}

impl FromBody for Pagination {
    fn read(fields: &mut Fields) -> Self {
        let skip = fields.integer("skip", 0, MAX_SKIP).unwrap_or_default();
        let take = fields.integer("take", 0, MAX_TAKE).unwrap_or(DEFAULT_TAKE);
        let cursor = fields.text("cursor").map(|cursor| {
            let place = cursor.strip_prefix("at:").and_then(|place| place.parse().ok());
            place.filter(|place| (0..=MAX_SKIP).contains(place)).unwrap_or_else(|| {
                fields.complain(format!("Value for field '{}' is no cursor of an answer", fields.at("cursor")));
                0
            })
        });
        Self { skip: cursor.unwrap_or(skip), take, sort: sort(fields) }
    }
}

fn sort(fields: &mut Fields) -> Sort {
    let at = fields.at("order");
    let Some(order) = fields.take("order").filter(|order| !order.is_null()) else { return Sort::Score };
    let single = order.as_object().filter(|order| order.len() == 1).and_then(|order| order.iter().next());
    let Some((field, direction)) = single else {
        fields.complain(format!("Expected type: 'object' with one field for field '{at}'"));
        return Sort::Score;
    };
    let is_descending = match direction.as_str().map(str::to_ascii_uppercase).as_deref() {
        Some("ASC") => false,
        Some("DESC") => true,
        _ => {
            fields.complain(format!("Expected: 'ASC, DESC' for field '{at}, {}'", shorten(field)));
            return Sort::Score;
        }
    };
    match (field.as_str(), is_descending) {
        ("_score", true) => Sort::Score,
        ("price", false) => Sort::By("price"),
        ("price", true) => Sort::By("-price"),
        ("created_at", false) => Sort::By("created_at"),
        ("created_at", true) => Sort::By("-created_at"),
        ("rating", true) => Sort::By("-rating"),
        _ => {
            let field = shorten(field);
            fields.complain(format!(
                "Order field {field} is not valid: price, created_at, and DESC of rating and _score are"
            ));
            Sort::Score
        }
    }
}

impl FromBody for Options {
    fn read(fields: &mut Fields) -> Self {
        const STRATEGIES: &[&str] = &["all", "any", "last"];
        const COUNTS: &[&str] = &["estimated", "exact", "none"];
        if let Some(distinct) = fields.text("distinct").filter(|field| field != "id") {
            let (at, distinct) = (fields.at("distinct"), shorten(&distinct));
            fields.complain(format!("Expected: 'id' for field '{at}', but got: '{distinct}'"));
        }
        Self {
            weights: weights(fields),
            strategy: match fields.one_of("match_strategy", STRATEGIES) {
                Some("any") => Strategy::Any,
                Some("last") => Strategy::Last,
                _ => Strategy::All,
            },
            typos: fields.boolean("typo_tolerance"),
            facets: facets(fields),
            disjunctive: disjunctive(fields),
            highlight: highlight(fields),
            min_score: number(fields, "min_score"),
            include_score: fields.boolean("include_score").unwrap_or_default(),
            locales: fields.texts("locales").unwrap_or_default(),
            vector: fields.object("vector").unwrap_or_default(),
            counting: match fields.one_of("count", COUNTS) {
                Some("exact") => Counting::Exact,
                Some("none") => Counting::None,
                _ => Counting::Estimated,
            },
        }
    }
}

impl FromBody for VectorQuery {
    fn read(fields: &mut Fields) -> Self {
        if let Some(field) = fields.text("field").filter(|field| field != "embedding") {
            let (at, field) = (fields.at("field"), shorten(&field));
            fields.complain(format!("Expected: 'embedding' for field '{at}', but got: '{field}'"));
        }
        let value = fields.take("value").filter(|value| !value.is_null()).and_then(|value| {
            let numbers: Option<Vec<f32>> =
                value.as_array().filter(|numbers| numbers.len() <= MAX_VECTOR).and_then(|numbers| {
                    #[expect(clippy::cast_possible_truncation, reason = "a vector's numbers are as precise as that")]
                    numbers
                        .iter()
                        .map(|number| number.as_f64().map(|number| number as f32).filter(|n| n.is_finite()))
                        .collect()
                });
            if numbers.is_none() {
                fields.complain(format!("Expected type: 'array' of numbers for field '{}'", fields.at("value")));
            }
            numbers
        });
        let ratio = number(fields, "semantic_ratio");
        if ratio.is_some_and(|ratio| !(0.0..=1.0).contains(&ratio)) {
            fields.complain(format!("Value for field '{}' must be from 0 to 1", fields.at("semantic_ratio")));
        }
        #[expect(clippy::cast_possible_truncation, reason = "a share needs no more")]
        Self { value, query: fields.text("query"), ratio: ratio.map(|ratio| ratio as f32) }
    }
}

fn number(fields: &mut Fields, name: &str) -> Option<f64> {
    let value = fields.take(name).filter(|value| !value.is_null())?;
    if value.as_f64().is_none() {
        fields.complain(format!("Expected type: 'number' for field '{}'", fields.at(name)));
    }
    value.as_f64()
}

fn weights(fields: &mut Fields) -> String {
    let mut letters = String::new();
    for name in fields.texts("attributes_to_search_on").unwrap_or_default() {
        match SEARCHED.iter().find(|(known, _)| *known == name) {
            Some((_, letter)) if letters.contains(*letter) => {}
            Some((_, letter)) => letters.push(*letter),
            None => unknown(fields, "attributes_to_search_on", &name, SEARCHED.iter().map(|(name, _)| *name)),
        }
    }
    letters
}

fn unknown<'a>(fields: &mut Fields, field: &str, name: &str, known: impl Iterator<Item = &'a str>) {
    let known: Vec<_> = known.collect();
    let (at, name) = (fields.at(field), shorten(name));
    fields.complain(format!("Expected: '{}' for field '{at}', but got: '{name}'", known.join(", ")));
}

fn disjunctive(fields: &mut Fields) -> Vec<String> {
    let mut names = fields.texts("disjunctive_facets").unwrap_or_default();
    names.sort_unstable();
    names.dedup();
    for name in &names {
        if !COUNTED.contains(&name.as_str()) {
            unknown(fields, "disjunctive_facets", name, COUNTED.iter().copied());
        }
    }
    names
}

fn facets(fields: &mut Fields) -> Vec<Facet> {
    let at = fields.at("facets");
    let given = match fields.take("facets") {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Array(given)) if given.len() <= MAX_FACETS => given,
        Some(Value::Array(_)) => {
            fields.complain(format!("Value for field '{at}' too big, expected at most: '{MAX_FACETS}'"));
            return Vec::new();
        }
        Some(_) => {
            fields.complain(format!("Expected type: 'array' for field '{at}'"));
            return Vec::new();
        }
    };
    let mut facets: Vec<Facet> = Vec::new();
    for (number, value) in given.into_iter().enumerate() {
        match facet(&value) {
            Ok(facet) if facets.iter().any(|other| other.field == facet.field) => {
                fields.complain(format!("Value for field '{at}, {number}' is there already: '{}'", facet.field));
            }
            Ok(facet) => facets.push(facet),
            Err(what) => fields.complain(format!("Invalid value for field '{at}, {number}': {what}")),
        }
    }
    facets
}

fn facet(value: &Value) -> Result<Facet, String> {
    const VALUES: FacetKind = FacetKind::Values { limit: 100, by_name: false, containing: None };
    let named = |name: &str| {
        let known = COUNTED.iter().find(|known| **known == name).copied();
        known.ok_or_else(|| format!("expected one of {}, got '{}'", COUNTED.join(", "), shorten(name)))
    };
    let is_number = |field: &str| ["price", "rating"].contains(&field);
    let object = match value {
        // Each price by itself says nothing.
        Value::String(name) if name == "price" => return Ok(Facet { field: "price", kind: FacetKind::Stats }),
        Value::String(name) => return Ok(Facet { field: named(name)?, kind: VALUES }),
        Value::Object(object) => object,
        _ => return Err("expected a text or an object".to_owned()),
    };
    let field = named(object.get("field").and_then(Value::as_str).unwrap_or_default())?;
    let kind = object.get("type").and_then(Value::as_str).unwrap_or("value");
    let known: &[&str] = match kind {
        "value" => &["field", "type", "limit", "sort", "query"],
        "range" => &["field", "type", "ranges"],
        "stats" => &["field", "type"],
        other => return Err(format!("type: expected value, range or stats, got '{}'", shorten(other))),
    };
    if let Some(name) = object.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(format!("unrecognized field '{}'", shorten(name)));
    }
    let kind = match kind {
        "value" if field == "price" => return Err("prices are counted by range or stats".to_owned()),
        "value" => {
            let limit = match object.get("limit") {
                None => 100,
                Some(limit) => {
                    limit.as_u64().filter(|limit| (1..=1_000).contains(limit)).ok_or("limit: from 1 to 1000")?
                }
            };
            let by_name = match object.get("sort").map(|sort| sort.as_str().unwrap_or_default()) {
                None | Some("count") => false,
                Some("alpha") => true,
                Some(_) => return Err("sort: expected count or alpha".to_owned()),
            };
            let containing = match object.get("query") {
                None => None,
                Some(Value::String(text)) => Some(text.to_lowercase()),
                Some(_) => return Err("query: expected a text".to_owned()),
            };
            FacetKind::Values { limit: usize::try_from(limit).unwrap_or(100), by_name, containing }
        }
        _ if !is_number(field) => return Err("only price and rating have ranges and stats".to_owned()),
        "stats" => FacetKind::Stats,
        _ => FacetKind::Ranges(ranges(object.get("ranges"))?),
    };
    Ok(Facet { field, kind })
}

fn ranges(value: Option<&Value>) -> Result<Vec<Range>, String> {
    let given = value.and_then(Value::as_array).filter(|given| (1..=MAX_RANGES).contains(&given.len()));
    let given = given.ok_or_else(|| format!("ranges: expected 1 to {MAX_RANGES}"))?;
    given
        .iter()
        .map(|range| {
            let range = range.as_object().ok_or("ranges: expected objects with key, from and to")?;
            if range.keys().any(|name| !["key", "from", "to"].contains(&name.as_str())) {
                return Err("ranges: expected key, from and to".to_owned());
            }
            let bound = |name: &str| match range.get(name) {
                None | Some(Value::Null) => Ok(None),
                Some(value) => amount(value).map(Some).ok_or_else(|| format!("ranges: {name} is no number")),
            };
            let key = range.get("key").and_then(Value::as_str).filter(|key| key.len() <= 100 && !key.contains('\0'));
            let key = key.ok_or("ranges: key is a text")?.to_owned();
            Ok(Range { key, from: bound("from")?, to: bound("to")? })
        })
        .collect::<Result<Vec<Range>, String>>()
        .and_then(|ranges| {
            let mut keys: Vec<&str> = ranges.iter().map(|range| range.key.as_str()).collect();
            keys.sort_unstable();
            match keys.windows(2).find(|keys| keys[0] == keys[1]) {
                Some(twice) => Err(format!("ranges: the key '{}' is there twice", shorten(twice[0]))),
                None => Ok(ranges),
            }
        })
}

fn highlight(fields: &mut Fields) -> Option<Highlight> {
    let plain =
        Highlight { title: true, description: true, pre: "<em>".to_owned(), post: "</em>".to_owned(), snippet: false };
    match fields.take("highlight")? {
        Value::Null | Value::Bool(false) => None,
        Value::Bool(true) => Some(plain),
        Value::Object(object) => {
            let mut highlight = plain;
            for (name, value) in object {
                let at = format!("{}, {}", fields.at("highlight"), shorten(&name));
                match (name.as_str(), value) {
                    ("fields", Value::Array(names)) => {
                        (highlight.title, highlight.description) = (false, false);
                        for name in names {
                            match name.as_str() {
                                Some("title") => highlight.title = true,
                                Some("description") => highlight.description = true,
                                _ => fields.complain(format!("Expected: 'title, description' for field '{at}'")),
                            }
                        }
                    }
                    ("pre_tag" | "post_tag", Value::String(tag)) if tag.chars().count() <= MAX_TAG => {
                        match name.as_str() {
                            "pre_tag" => highlight.pre = tag,
                            _ => highlight.post = tag,
                        }
                    }
                    ("pre_tag" | "post_tag", Value::String(_)) => {
                        fields.complain(format!("Value for field '{at}' too big, expected at most: '{MAX_TAG}'"));
                    }
                    ("snippet", Value::Bool(snippet)) => highlight.snippet = snippet,
                    ("fields" | "pre_tag" | "post_tag" | "snippet", _) => {
                        fields.complain(format!("Value for field '{at}' has the wrong type"));
                    }
                    _ => fields.complain(format!("Unrecognized fields: '{at}'")),
                }
            }
            Some(highlight)
        }
        _ => {
            fields.complain(format!("Expected type: 'object' for field '{}'", fields.at("highlight")));
            None
        }
    }
}
