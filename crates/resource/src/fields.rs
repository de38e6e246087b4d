//! What stands in the bodies of resources, besides lists: short texts, measures, amounts, quantities. Read strictly, and told to the document.

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;
use serde_json::Value;
use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, SchemaType, Type};
use web::body::{Change, Field, Fields, Filled, FromText, Required};

/// Signs of a text that stands in an index.
pub const MAX_WORD: usize = 255;
/// Signs of a title.
pub const MAX_TITLE: usize = 500;

/// A text of at most so many signs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AtMost<const SIGNS: usize>(pub String);

/// What stands on a label or in an index.
pub type Word = AtMost<MAX_WORD>;
/// What people call something.
pub type Name = AtMost<MAX_TITLE>;

impl<const SIGNS: usize> FromText for AtMost<SIGNS> {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        if text.chars().count() > SIGNS {
            return Err(format!("Value for field '{at}' too big, expected at most: '{SIGNS}'"));
        }
        Ok(Self(text))
    }

    fn schema() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(SIGNS))
    }
}

/// A text, whether it had to be there or not.
pub trait Title {
    fn title(self) -> Option<String>;
}

impl<const SIGNS: usize> Title for Required<AtMost<SIGNS>> {
    fn title(self) -> Option<String> {
        Some(self.0.0)
    }
}

impl<const SIGNS: usize> Title for Filled<AtMost<SIGNS>> {
    fn title(self) -> Option<String> {
        self.0.map(|text| text.0)
    }
}

/// A number that is not negative: grams, millimetres.
#[derive(Debug, Clone, Default)]
pub struct Measure(pub Change<f64>);

const MOST: f64 = 1e12;

impl Field for Measure {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let number = match fields.take(name) {
            None => return Self(Change::Keep),
            Some(Value::Null) => return Self(Change::Clear),
            Some(Value::Number(number)) => number.as_f64().unwrap_or(f64::INFINITY),
            Some(other) => {
                complain(fields, "number", &at, &other);
                return Self::default();
            }
        };
        if number < 0.0 {
            fields.complain(format!("Value for field '{at}' too small, expected at least: '0'"));
        } else if number > MOST {
            fields.complain(format!("Value for field '{at}' too big, expected at most: '{MOST}'"));
        }
        Self(Change::Set(number))
    }

    fn schema() -> Schema {
        nullable(Type::Number)
    }
}

/// An amount of money: a number, or its digits as a text.
#[derive(Debug, Clone, Default)]
pub struct Amount(pub Option<BigDecimal>);

/// What a number of JavaScript holds for certain; what it has behind them is not what anybody meant.
const DIGITS: u64 = 15;

impl Field for Amount {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let (text, is_number) = match fields.take(name) {
            None | Some(Value::Null) => return Self(None),
            Some(Value::Number(number)) => (number.to_string(), true),
            Some(Value::String(text)) if text.len() <= 40 => (text, false),
            Some(other) => {
                complain(fields, "number", &at, &other);
                return Self(None);
            }
        };
        // An exponent of a text could make a number of a million digits.
        let is_plain = is_number || text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        match text.parse::<BigDecimal>() {
            Ok(amount) if is_plain => Self(Some(if is_number && amount.digits() > DIGITS {
                amount.with_prec(DIGITS).normalized()
            } else {
                amount
            })),
            _ => {
                complain(fields, "number", &at, &Value::String(text));
                Self(None)
            }
        }
    }

    fn schema() -> Schema {
        Object::with_type(Type::Number).into()
    }
}

/// A whole number from one, or none.
#[derive(Debug, Clone, Default)]
pub struct Quantity(pub Change<i64>);

impl Field for Quantity {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        if !fields.has(name) {
            return Self(Change::Keep);
        }
        Self(fields.integer(name, 1, 1_000_000_000_000).map_or(Change::Clear, Change::Set))
    }

    fn schema() -> Schema {
        nullable(Type::Integer)
    }
}

/// Texts by name: the values of options, the rules of a price.
#[derive(Debug, Clone, Default)]
pub struct Pairs(pub Option<BTreeMap<String, String>>);

impl Field for Pairs {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(map(fields, name, "string", |value| match value {
            Value::String(text) if !text.contains('\0') && text.chars().count() <= MAX_WORD => Some(text.clone()),
            _ => None,
        }))
    }

    fn schema() -> Schema {
        Object::with_type(Type::Object).into()
    }
}

/// A map of at most a thousand, each value read by itself; what cannot be read is complained of by name.
pub fn map<T>(
    fields: &mut Fields,
    name: &'static str,
    expected: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Option<BTreeMap<String, T>> {
    let at = fields.at(name);
    let values = match fields.take(name)? {
        Value::Null => return None,
        Value::Object(values) if values.len() <= 1_000 => values,
        other => {
            complain(fields, "object", &at, &other);
            return None;
        }
    };
    let mut read_all = BTreeMap::new();
    for (key, value) in values {
        match read(&value) {
            Some(value) => drop(read_all.insert(key, value)),
            None => complain(fields, expected, &format!("{at}, {}", key.chars().take(100).collect::<String>()), &value),
        }
    }
    Some(read_all)
}

/// A value of another kind than was wanted.
pub fn complain(fields: &mut Fields, expected: &str, at: &str, got: &Value) {
    let got = got.as_str().map_or_else(|| got.to_string(), str::to_owned);
    let got: String = got.chars().take(100).collect();
    fields.complain(format!("Expected type: '{expected}' for field '{at}', got: '{got}'"));
}

/// A value that may be null.
pub fn nullable(kind: Type) -> Schema {
    ObjectBuilder::new().schema_type(SchemaType::from_iter([kind, Type::Null])).into()
}
