//! What stands in bodies about orders: objects in objects, and lists that must be there.

use serde_json::Value;
use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, Type};
use web::body::{Documented, Field, Fields, FromBody};

/// An object in a body.
#[derive(Debug)]
pub(crate) struct Inner<T>(pub(crate) Option<T>);

impl<T: FromBody + Documented> Field for Inner<T> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.object(name))
    }

    fn schema() -> Schema {
        let object: Object = T::object();
        object.into()
    }
}

/// A list of objects that must be there and have something in it.
#[derive(Debug)]
pub(crate) struct Several<T>(pub(crate) Vec<T>);

impl<T: FromBody + Documented> Field for Several<T> {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let read: Vec<T> = match fields.take(name) {
            Some(Value::Array(all)) if all.is_empty() => {
                fields.complain(format!("Value for field '{at}' too small, expected at least: '1'"));
                Vec::new()
            }
            Some(Value::Null) | None => {
                fields.complain(format!("Field '{at}' is required"));
                Vec::new()
            }
            Some(all) => {
                fields.put(name, all);
                fields.objects(name).unwrap_or_default()
            }
        };
        Self(read)
    }

    fn schema() -> Schema {
        <Option<Vec<T>> as Field>::schema()
    }
}

/// A whole number from one on that must be there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pieces(pub(crate) i64);

/// Most pieces of a line.
const MOST: i64 = 1_000_000;

impl Field for Pieces {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        if !fields.has(name) {
            fields.complain(format!("Field '{}' is required", fields.at(name)));
        }
        Self(fields.integer(name, 1, MOST).unwrap_or_default())
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(MOST)).into()
    }
}
