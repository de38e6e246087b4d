//! Lists of entries, of short texts, and of blocks.

use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::{
    form::Kind,
    props::{Entry, Line, Prop},
    registry::Block,
};

/// From `MIN` to `MAX` entries, each with an id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct List<T, const MIN: usize, const MAX: usize>(Vec<T>);

impl<T, const MIN: usize, const MAX: usize> Default for List<T, MIN, MAX> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const MIN: usize, const MAX: usize> Deref for List<T, MIN, MAX> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: JsonSchema, const MIN: usize, const MAX: usize> JsonSchema for List<T, MIN, MAX> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "List".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let items = generator.subschema_for::<T>();
        json_schema!({ "type": "array", "items": items, "minItems": MIN, "maxItems": MAX })
    }
}

impl<T: Entry, const MIN: usize, const MAX: usize> Prop for List<T, MIN, MAX> {
    fn kind() -> Kind {
        Kind::List { fields: T::fields(), min: MIN, max: MAX }
    }

    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

/// At most `MAX` texts of at most `LENGTH` characters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Line<LENGTH>>")]
pub struct Words<const MAX: usize, const LENGTH: usize>(Vec<Line<LENGTH>>);

impl<const MAX: usize, const LENGTH: usize> TryFrom<Vec<Line<LENGTH>>> for Words<MAX, LENGTH> {
    type Error = String;

    fn try_from(texts: Vec<Line<LENGTH>>) -> Result<Self, String> {
        if texts.len() <= MAX { Ok(Self(texts)) } else { Err(format!("must have at most {MAX} entries")) }
    }
}

impl<const MAX: usize, const LENGTH: usize> Deref for Words<MAX, LENGTH> {
    type Target = [Line<LENGTH>];

    fn deref(&self) -> &[Line<LENGTH>] {
        &self.0
    }
}

impl<const MAX: usize, const LENGTH: usize> JsonSchema for Words<MAX, LENGTH> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Words".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let items = Line::<LENGTH>::json_schema(generator);
        json_schema!({ "type": "array", "items": items, "maxItems": MAX })
    }
}

impl<const MAX: usize, const LENGTH: usize> Prop for Words<MAX, LENGTH> {
    fn kind() -> Kind {
        Kind::Words { max: MAX, length: LENGTH }
    }

    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

/// Blocks inside a block, of any type.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Slot(Vec<Block>);

impl Deref for Slot {
    type Target = [Block];

    fn deref(&self) -> &[Block] {
        &self.0
    }
}

impl Prop for Slot {
    fn kind() -> Kind {
        Kind::Slot { allow: crate::registry::NAMES.to_vec() }
    }
}
