//! Numbers in bodies.

use serde_json::Value as Json;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use web::body::{Change, Field, Fields};

/// A length or a weight: not below zero.
#[derive(Debug, Clone, Default)]
pub(super) struct Measure(pub(super) Change<f64>);

/// What is larger is a mistake.
const MOST: f64 = 1e12;

impl Field for Measure {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let value = match fields.take(name) {
            None => return Self(Change::Keep),
            Some(Json::Null) => return Self(Change::Clear),
            Some(value) => value,
        };
        match value.as_f64() {
            Some(number) if number < 0.0 => too_small(fields, name, 0),
            Some(number) if number > MOST => too_big(fields, name, MOST),
            Some(number) => return Self(Change::Set(number)),
            None => no_number(fields, name, &value),
        }
        Self(Change::Keep)
    }

    fn schema() -> Schema {
        let kinds = SchemaType::from_iter([Type::Number, Type::Null]);
        ObjectBuilder::new().schema_type(kinds).minimum(Some(0)).into()
    }
}

/// A whole number between two others, which must be there.
#[derive(Debug, Clone, Copy)]
pub(in crate::admin) struct Whole<const LEAST: i64, const MOST: i64>(pub(in crate::admin) i64);

impl<const LEAST: i64, const MOST: i64> Field for Whole<LEAST, MOST> {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        match fields.take(name) {
            None | Some(Json::Null) => fields.complain(format!("Field '{name}' is required")),
            Some(value) => match value.as_i64() {
                Some(number) if number < LEAST => too_small(fields, name, LEAST),
                Some(number) if number > MOST => too_big(fields, name, MOST),
                Some(number) => return Self(number),
                None => no_number(fields, name, &value),
            },
        }
        Self(LEAST)
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(LEAST)).maximum(Some(MOST)).into()
    }
}

fn too_small(fields: &mut Fields, name: &str, least: impl std::fmt::Display) {
    fields.complain(format!("Value for field '{name}' too small, expected at least: '{least}'"));
}

fn too_big(fields: &mut Fields, name: &str, most: impl std::fmt::Display) {
    fields.complain(format!("Value for field '{name}' too big, expected at most: '{most}'"));
}

fn no_number(fields: &mut Fields, name: &str, value: &Json) {
    let got = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let got: String = got.chars().take(100).collect();
    fields.complain(format!("Expected type: 'number' for field '{name}', got: '{got}'"));
}
