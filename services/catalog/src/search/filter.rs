//! The filter of a search: Medusa's tree of fields and operators in, a tree of nodes out that `private.facet_sql` knows.
//!
//! Everything is read, checked and typed here; the database casts and quotes each value once more.

use bigdecimal::{BigDecimal, RoundingMode, ToPrimitive};
use chrono::{DateTime, Datelike, Utc};
use entity::ids::{CategoryId, CollectionId, ProductId, ProductTagId, ProductTypeId};
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web::{body::Fields, query::shorten};

const MAX_DEPTH: usize = 5;
const MAX_LEAVES: usize = 50;
/// Of all conditions together: what is compared with each of a hundred thousand products.
const MAX_VALUES: usize = 200;
const MAX_TEXT: usize = 500;

/// Bounds in the smallest unit of what is compared: from, and below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Bounds {
    from: Option<i64>,
    below: Option<i64>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// All of them hold.
    And(Vec<Node>),
    /// One of them holds.
    Or(Vec<Node>),
    /// It does not hold.
    Not(Box<Node>),
    /// One of these ids is there.
    Ids(&'static str, Vec<Uuid>),
    /// One of these values, as `size:m`, is there.
    Options(Vec<String>),
    /// Whether it can be bought now.
    InStock(bool),
    /// Hundredths of a star.
    Rating(Bounds),
    /// Ten-thousandths of a price.
    Price(Bounds),
    /// One of these prices.
    Prices(Vec<i64>),
    /// Microseconds.
    CreatedAt(Bounds),
}

/// What conditions are about that a filter does not say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around<'a> {
    /// The currency of prices; without one no price is known.
    pub(crate) currency: Option<&'a str>,
    /// The region whose own prices go first; empty for none.
    pub(crate) region: &'a str,
    /// The channels that the shopper sees.
    pub(crate) channels: &'a [Uuid],
}

impl Node {
    /// As the database reads it.
    pub(crate) fn render(&self, around: Around<'_>) -> Value {
        let all = |nodes: &[Self]| nodes.iter().map(|node| node.render(around)).collect::<Vec<_>>();
        match self {
            Self::And(nodes) => json!({ "is": "and", "of": all(nodes) }),
            Self::Or(nodes) => json!({ "is": "or", "of": all(nodes) }),
            Self::Not(node) => json!({ "is": "not", "of": node.render(around) }),
            Self::Ids(is, ids) => json!({ "is": is, "any": ids }),
            Self::Options(values) => json!({ "is": "option", "any": values }),
            Self::InStock(yes) => json!({ "is": "in_stock", "channels": around.channels, "yes": yes }),
            Self::Rating(Bounds { from, below }) => {
                let stars = |bound: &Option<i64>| bound.map(|bound| BigDecimal::new(bound.into(), 2).to_string());
                json!({ "is": "rating", "from": stars(from), "below": stars(below) })
            }
            Self::Price(Bounds { from, below }) => {
                let currency = around.currency.unwrap_or_default();
                json!({ "is": "price", "currency": currency, "region": around.region, "from": from, "below": below })
            }
            Self::Prices(any) => {
                let currency = around.currency.unwrap_or_default();
                json!({ "is": "price", "currency": currency, "region": around.region, "any": any })
            }
            Self::CreatedAt(Bounds { from, below }) => {
                let time = |bound: &Option<i64>| bound.and_then(DateTime::<Utc>::from_timestamp_micros);
                json!({ "is": "created_at", "from": time(from), "below": time(below) })
            }
        }
    }
}

/// What a search is narrowed to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filters {
    /// The words.
    pub(crate) words: Option<String>,
    /// `currency_code`
    pub(crate) currency: Option<String>,
    /// `region_id`
    pub(crate) region: Option<String>,
    /// The conditions, all of which must hold, with the field that each is about if it is about one.
    conditions: Vec<(Option<&'static str>, Node)>,
}

impl Filters {
    /// Reads the field `filters`, noting what is wrong with it.
    pub(crate) fn read(fields: &mut Fields) -> Self {
        let at = fields.at("filters");
        let mut filters = Self::default();
        match fields.take("filters") {
            None | Some(Value::Null) => {}
            Some(Value::Object(mut given)) => {
                let mut text =
                    |name: &str, fields: &mut Fields| text(given.remove(name)?, &format!("{at}, {name}"), fields);
                filters.words = text("q", fields);
                filters.currency = text("currency_code", fields).map(|code| code.to_lowercase());
                filters.region = text("region_id", fields);
                let mut reader = Reader { fields, leaves: 0, values: 0 };
                filters.conditions = reader.conditions(given, &at, 0);
                let Reader { leaves, values, .. } = reader;
                for (many, most, what) in [(leaves, MAX_LEAVES, "conditions"), (values, MAX_VALUES, "values")] {
                    if many > most {
                        fields.complain(format!("Value for field '{at}' too big, expected at most: '{most}' {what}"));
                    }
                }
            }
            Some(other) => wrong_type(fields, &at, "object", &other),
        }
        filters
    }

    /// All conditions but those of one field: a facet that is chosen from shows what else could be chosen.
    pub(crate) fn node(&self, but: Option<&str>) -> Node {
        let others = self.conditions.iter().filter(|(field, _)| but.is_none() || *field != but);
        Node::And(others.map(|(_, node)| node.clone()).collect())
    }

    /// Whether a condition is about this field.
    pub(crate) fn is_about(&self, field: &str) -> bool {
        self.conditions.iter().any(|(about, _)| *about == Some(field))
    }
}

fn text(value: Value, at: &str, fields: &mut Fields) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) if text.contains('\0') => {
            fields.complain(format!("Value for field '{at}' must not contain NUL characters"));
            None
        }
        Value::String(text) if text.chars().count() > MAX_TEXT => {
            fields.complain(format!("Value for field '{at}' too big, expected at most: '{MAX_TEXT}'"));
            None
        }
        Value::String(text) => Some(text),
        other => {
            wrong_type(fields, at, "string", &other);
            None
        }
    }
}

fn wrong_type(fields: &mut Fields, at: &str, expected: &str, got: &Value) {
    let got = got.as_str().map_or_else(|| got.to_string(), str::to_owned);
    fields.complain(format!("Expected type: '{expected}' for field '{at}', got: '{}'", shorten(&got)));
}

/// What a field holds, and so how it is compared.
#[derive(Clone, Copy)]
enum Kind {
    Ids(&'static str, fn(&str) -> Option<Uuid>),
    Options,
    Flag,
    Rating,
    Price,
    Time,
}

fn id<T: std::str::FromStr + Into<Uuid>>(text: &str) -> Option<Uuid> {
    text.parse::<T>().ok().map(Into::into)
}

const FIELDS: &[(&str, Kind)] = &[
    ("id", Kind::Ids("product", id::<ProductId>)),
    ("collection_id", Kind::Ids("collection", id::<CollectionId>)),
    ("type_id", Kind::Ids("type", id::<ProductTypeId>)),
    ("category_ids", Kind::Ids("category", id::<CategoryId>)),
    ("tag_ids", Kind::Ids("tag", id::<ProductTagId>)),
    ("options", Kind::Options),
    ("in_stock", Kind::Flag),
    ("rating", Kind::Rating),
    ("price", Kind::Price),
    ("created_at", Kind::Time),
];

struct Reader<'a> {
    fields: &'a mut Fields,
    leaves: usize,
    values: usize,
}

impl Reader<'_> {
    fn conditions(&mut self, given: Map<String, Value>, at: &str, depth: usize) -> Vec<(Option<&'static str>, Node)> {
        let mut conditions = Vec::new();
        if depth > MAX_DEPTH {
            self.fields.complain(format!("Value for field '{at}' too deep, expected at most: '{MAX_DEPTH}' levels"));
            return conditions;
        }
        for (name, value) in given {
            let at = format!("{at}, {}", shorten(&name));
            match name.as_str() {
                "$and" => conditions.push((None, Node::And(self.group(value, &at, depth)))),
                "$or" => conditions.push((None, Node::Or(self.group(value, &at, depth)))),
                "$not" => match value {
                    Value::Object(inner) => conditions.push((None, Node::Not(Box::new(self.all(inner, &at, depth))))),
                    other => wrong_type(self.fields, &at, "object", &other),
                },
                name => match FIELDS.iter().find(|(known, _)| *known == name) {
                    Some((field, kind)) => conditions.push((Some(field), self.field(*kind, value, &at))),
                    None => self.fields.complain(format!("Unrecognized fields: '{at}'")),
                },
            }
        }
        conditions
    }

    fn all(&mut self, given: Map<String, Value>, at: &str, depth: usize) -> Node {
        Node::And(self.conditions(given, at, depth + 1).into_iter().map(|(_, node)| node).collect())
    }

    fn group(&mut self, value: Value, at: &str, depth: usize) -> Vec<Node> {
        let Value::Array(parts) = value else {
            wrong_type(self.fields, at, "array", &value);
            return Vec::new();
        };
        let mut nodes = Vec::new();
        for (number, part) in parts.into_iter().enumerate().take(MAX_LEAVES + 1) {
            let at = format!("{at}, {number}");
            self.leaves += 1;
            match part {
                Value::Object(inner) => nodes.push(self.all(inner, &at, depth)),
                other => wrong_type(self.fields, &at, "object", &other),
            }
        }
        nodes
    }

    fn field(&mut self, kind: Kind, value: Value, at: &str) -> Node {
        self.leaves += 1;
        match value {
            Value::Object(operators) => {
                let tests = operators.into_iter().map(|(operator, value)| {
                    let at = format!("{at}, {}", shorten(&operator));
                    self.test(kind, &operator, value, &at)
                });
                Node::And(tests.collect())
            }
            Value::Array(_) => self.test(kind, "$in", value, at),
            value => self.test(kind, "$eq", value, at),
        }
    }

    fn test(&mut self, kind: Kind, operator: &str, value: Value, at: &str) -> Node {
        let is_many = matches!(kind, Kind::Ids("category" | "tag", _) | Kind::Options);
        match operator {
            "$eq" => self.any(kind, vec![value], at),
            "$in" => self.list(kind, value, at),
            "$overlaps" if is_many => self.list(kind, value, at),
            "$contains" if is_many => match value {
                Value::Array(values) => {
                    let each = values.into_iter().take(MAX_VALUES).map(|value| self.any(kind, vec![value], at));
                    Node::And(each.collect())
                }
                one => self.any(kind, vec![one], at),
            },
            "$ne" => Node::Not(Box::new(self.any(kind, vec![value], at))),
            "$nin" => Node::Not(Box::new(self.list(kind, value, at))),
            "$gt" | "$gte" | "$lt" | "$lte" if matches!(kind, Kind::Rating | Kind::Price | Kind::Time) => {
                self.bound(kind, operator, &value, at)
            }
            "$exists" if matches!(kind, Kind::Rating | Kind::Price) => {
                let is_there = between(kind, Bounds::default());
                match value {
                    Value::Bool(true) => is_there,
                    Value::Bool(false) => Node::Not(Box::new(is_there)),
                    other => {
                        wrong_type(self.fields, at, "boolean", &other);
                        is_there
                    }
                }
            }
            _ => {
                self.fields.complain(format!("Unrecognized fields: '{at}'"));
                Node::And(Vec::new())
            }
        }
    }

    fn list(&mut self, kind: Kind, value: Value, at: &str) -> Node {
        match value {
            Value::Array(values) if values.len() <= MAX_VALUES => self.any(kind, values, at),
            Value::Array(_) => {
                self.fields.complain(format!("Value for field '{at}' too big, expected at most: '{MAX_VALUES}'"));
                Node::Or(Vec::new())
            }
            other => {
                wrong_type(self.fields, at, "array", &other);
                Node::Or(Vec::new())
            }
        }
    }

    /// One of these values.
    fn any(&mut self, kind: Kind, values: Vec<Value>, at: &str) -> Node {
        self.values += values.len();
        match kind {
            Kind::Ids(is, parse) => {
                let texts = values.into_iter().filter_map(|value| text(value, at, self.fields));
                Node::Ids(is, texts.filter_map(|text| parse(&text)).collect())
            }
            Kind::Options => {
                let texts = values.into_iter().filter_map(|value| text(value, at, self.fields));
                Node::Options(texts.map(|text| text.to_lowercase()).collect())
            }
            Kind::Flag => Node::Or(
                values
                    .into_iter()
                    .filter_map(|value| {
                        let Value::Bool(yes) = value else {
                            wrong_type(self.fields, at, "boolean", &value);
                            return None;
                        };
                        Some(Node::InStock(yes))
                    })
                    .collect(),
            ),
            Kind::Price => Node::Prices(
                values
                    .into_iter()
                    .filter_map(|value| self.units(kind, &value, at))
                    // Between two units there is nothing.
                    .filter_map(|(units, is_exact)| is_exact.then_some(units))
                    .collect(),
            ),
            Kind::Rating | Kind::Time => Node::Or(
                values
                    .into_iter()
                    .filter_map(|value| self.units(kind, &value, at))
                    .map(|(units, is_exact)| {
                        // Between two units there is nothing.
                        let below = if is_exact { units.saturating_add(1) } else { units };
                        between(kind, Bounds { from: Some(units), below: Some(below) })
                    })
                    .collect(),
            ),
        }
    }

    fn bound(&mut self, kind: Kind, operator: &str, value: &Value, at: &str) -> Node {
        let Some((units, is_exact)) = self.units(kind, value, at) else { return Node::And(Vec::new()) };
        // The units are rounded down: what lies between two of them is above the lower one.
        let next = units.saturating_add(1);
        let bounds = match operator {
            "$gte" => Bounds { from: Some(if is_exact { units } else { next }), below: None },
            "$gt" => Bounds { from: Some(next), below: None },
            "$lt" => Bounds { from: None, below: Some(if is_exact { units } else { next }) },
            _ => Bounds { from: None, below: Some(next) },
        };
        between(kind, bounds)
    }

    /// A value in the smallest units of its kind, rounded down, and whether that is all of it.
    fn units(&mut self, kind: Kind, value: &Value, at: &str) -> Option<(i64, bool)> {
        if matches!(kind, Kind::Time) {
            let time = value.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
            // Postgres knows no year 0 as RFC 3339 writes it.
            let time = time.filter(|time| (1..=9_999).contains(&time.to_utc().year()));
            if time.is_none() {
                self.fields.complain(format!("Invalid time for field '{at}': expected such as 2026-01-31T12:00:00Z"));
            }
            return time.map(|time| (time.timestamp_micros(), true));
        }
        let places = if matches!(kind, Kind::Price) { 4 } else { 2 };
        let number = amount(value);
        if number.is_none() {
            wrong_type(self.fields, at, "number", value);
        }
        units_of(&number?, places)
    }
}

fn between(kind: Kind, bounds: Bounds) -> Node {
    match kind {
        Kind::Price => Node::Price(bounds),
        Kind::Time => Node::CreatedAt(bounds),
        _ => Node::Rating(bounds),
    }
}

/// A number, or the text of one, that is no larger than money is.
pub(crate) fn amount(value: &Value) -> Option<BigDecimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.len() <= 30 => text.clone(),
        _ => return None,
    };
    let number: BigDecimal = text.parse().ok()?;
    // An exponent of a million digits would be written out.
    let (_, scale) = number.as_bigint_and_exponent();
    ((-15..=30).contains(&scale) && number.abs() < 1_000_000_000_000_i64).then_some(number)
}

/// In units of so many places, rounded down, and whether that is all of it.
pub(crate) fn units_of(number: &BigDecimal, places: i64) -> Option<(i64, bool)> {
    let scaled = number.with_scale_round(places, RoundingMode::Floor);
    let is_exact = scaled == *number;
    Some(((scaled * BigDecimal::from(10_i64.pow(u32::try_from(places).ok()?))).to_i64()?, is_exact))
}
