//! How a shop sells: what is read of it.

use bigdecimal::BigDecimal;
use resource::fields::Amount;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use web::body::{Field, Fields};

/// How sums are rounded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rounding(pub(super) Option<&'static str>);

/// When money is taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Capture(pub(super) Option<&'static str>);

const ROUNDINGS: &[&str] = &["currency", "none"];
const CAPTURES: &[&str] = &["manual", "automatic"];

impl Field for Rounding {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.one_of(name, ROUNDINGS))
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(ROUNDINGS.iter().copied())).into()
    }
}

impl Field for Capture {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.one_of(name, CAPTURES))
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(CAPTURES.iter().copied())).into()
    }
}

/// More than nothing, and a hundred at most.
#[derive(Debug, Clone)]
pub(super) struct Percent(pub(super) Option<BigDecimal>);

impl Field for Percent {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let Amount(number) = Amount::read(fields, name);
        let (least, most) = (BigDecimal::from(0), BigDecimal::from(100));
        let number = number.filter(|number| {
            let fits = *number > least && *number <= most && number.normalized().fractional_digit_count() <= 10;
            if !fits {
                fields.complain(format!(
                    "Value for field '{at}' must be more than 0, at most 100, with at most 10 digits behind the point"
                ));
            }
            fits
        });
        Self(number)
    }

    fn schema() -> Schema {
        Amount::schema()
    }
}
