//! Whole numbers between limits.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::{form::Kind, props::Prop};

/// A whole number from `MIN` to `MAX`, `START` while nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Whole<const MIN: i64, const MAX: i64, const START: i64>(i64);

impl<const MIN: i64, const MAX: i64, const START: i64> Whole<MIN, MAX, START> {
    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl<const MIN: i64, const MAX: i64, const START: i64> Default for Whole<MIN, MAX, START> {
    fn default() -> Self {
        Self(START)
    }
}

impl<const MIN: i64, const MAX: i64, const START: i64> TryFrom<i64> for Whole<MIN, MAX, START> {
    type Error = String;

    fn try_from(number: i64) -> Result<Self, String> {
        if (MIN..=MAX).contains(&number) { Ok(Self(number)) } else { Err(format!("must be from {MIN} to {MAX}")) }
    }
}

impl<const MIN: i64, const MAX: i64, const START: i64> From<Whole<MIN, MAX, START>> for i64 {
    fn from(number: Whole<MIN, MAX, START>) -> Self {
        number.0
    }
}

impl<const MIN: i64, const MAX: i64, const START: i64> JsonSchema for Whole<MIN, MAX, START> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Whole".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": MIN, "maximum": MAX })
    }
}

impl<const MIN: i64, const MAX: i64, const START: i64> Prop for Whole<MIN, MAX, START> {
    fn kind() -> Kind {
        Kind::Number { min: MIN, max: MAX }
    }
}
