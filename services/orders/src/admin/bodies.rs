//! What the bodies of several resources have: places, percentages, objects within objects.

use bigdecimal::BigDecimal;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use web::body::{Documented, Field, Fields, FromBody, FromText};

/// A country: two letters of ISO 3166-1, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Country(pub(super) String);

impl FromText for Country {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let code = text.to_ascii_lowercase();
        if iso::country(&code).is_some() {
            return Ok(Self(code));
        }
        Err(format!("Invalid value for field '{at}': expected a country of ISO 3166-1, such as de"))
    }
}

/// A part of a country, in lower case: `ca`, or as ISO 3166-2 has it, `us-ca`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Province(pub(super) String);

impl FromText for Province {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let code = text.to_ascii_lowercase();
        let is_part =
            |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let mut parts = code.split('-');
        let fits = parts.next().is_some_and(is_part) && parts.next().is_none_or(is_part) && parts.next().is_none();
        if fits {
            return Ok(Self(code));
        }
        Err(format!("Invalid value for field '{at}': expected a subdivision of ISO 3166-2, such as us-ca"))
    }
}

/// Something with fields of its own within a body.
#[derive(Debug)]
pub(super) struct Object<T>(pub(super) Option<T>);

impl<T: FromBody + Documented> Field for Object<T> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.object(name))
    }

    fn schema() -> Schema {
        Schema::Object(T::object())
    }
}

/// One of some words.
pub(super) fn word_of(words: &'static [&'static str]) -> Schema {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.iter().copied())).into()
}

/// What a number may have behind its point.
const MOST_DIGITS: i64 = 10;

/// Complains of a number that is below zero, above `most` or finer than the database keeps it on purpose.
pub(super) fn check_number(fields: &mut Fields, name: &str, number: Option<&BigDecimal>, most: i64) {
    let Some(number) = number else { return };
    let at = fields.at(name);
    let (none, highest) = (BigDecimal::from(0), BigDecimal::from(most));
    if *number < none {
        fields.complain(format!("Value for field '{at}' too small, expected at least: '0'"));
    } else if *number > highest {
        fields.complain(format!("Value for field '{at}' too big, expected at most: '{most}'"));
    } else if number.normalized().fractional_digit_count() > MOST_DIGITS {
        fields.complain(format!("Value for field '{at}' has too many digits: at most {MOST_DIGITS} behind the point"));
    }
}
