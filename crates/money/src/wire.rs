//! Amounts as Medusa's clients read them.

use serde::{Serialize, Serializer};

use crate::Amount;

/// What `raw_*` says of itself, and how many significant digits it keeps.
const PRECISION: u8 = 20;

/// A JSON number, written from the decimal's own digits: the client's nearest double is then that of the exact value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(pub Amount);

/// `raw_*`: the digits as text, 20 significant ones, beside the number that JavaScript would round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw(pub Amount);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::value::RawValue::from_string(self.0.to_string())
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shape {
            value: String,
            precision: u8,
        }
        Shape { value: significant(&self.0).to_string(), precision: PRECISION }.serialize(serializer)
    }
}

/// Never fewer than the digits before the point.
fn significant(amount: &Amount) -> Amount {
    let digits = i64::try_from(amount.as_decimal().digits()).unwrap_or(i64::MAX);
    let kept = amount.scale() - (digits - i64::from(PRECISION));
    if kept >= amount.scale() { amount.clone() } else { amount.r(u8::try_from(kept.max(0)).unwrap_or(u8::MAX)) }
}
