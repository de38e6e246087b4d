//! What stands in the bodies of products and variants, besides texts and lists: read strictly, and told to the document.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, Type};
use web::body::{Change, Field, Fields};

pub(in crate::admin) use resource::fields::{Amount, AtMost, Measure, Name, Pairs, Quantity, Title, Word};
use resource::fields::{complain, map, nullable};

use crate::write::{MAX_DESCRIPTION, ProductStatus};

/// A long text, which may be HTML.
#[derive(Debug, Clone, Default)]
pub(in crate::admin) struct Html(pub(in crate::admin) Change<String>);

impl Field for Html {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let text = match fields.take(name) {
            None => return Self(Change::Keep),
            Some(Value::Null) => return Self(Change::Clear),
            Some(Value::String(text)) => text,
            Some(other) => {
                complain(fields, "string", &at, &other);
                return Self::default();
            }
        };
        if text.contains('\0') {
            fields.complain(format!("Value for field '{at}' must not contain NUL characters"));
        } else if text.len() > MAX_DESCRIPTION {
            fields.complain(format!("Value for field '{at}' too big, expected at most: '{MAX_DESCRIPTION}' bytes"));
        }
        Self(Change::Set(text))
    }

    fn schema() -> Schema {
        nullable(Type::String)
    }
}

/// Places by name.
#[derive(Debug, Clone, Default)]
pub(in crate::admin) struct Ranks(pub(in crate::admin) Option<BTreeMap<String, i32>>);

impl Field for Ranks {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(map(fields, name, "number", |value| i32::try_from(value.as_i64()?).ok().filter(|rank| *rank >= 0)))
    }

    fn schema() -> Schema {
        Object::with_type(Type::Object).into()
    }
}

/// Where a product is on its way to shoppers.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::admin) struct Status(pub(in crate::admin) Option<ProductStatus>);

const STATUSES: [ProductStatus; 4] =
    [ProductStatus::Draft, ProductStatus::Proposed, ProductStatus::Published, ProductStatus::Rejected];

impl Field for Status {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let word = fields.one_of(name, &STATUSES.map(ProductStatus::name));
        Self(word.and_then(|word| STATUSES.into_iter().find(|status| status.name() == word)))
    }

    fn schema() -> Schema {
        let names = Some(STATUSES.map(ProductStatus::name));
        ObjectBuilder::new().schema_type(Type::String).enum_values(names).into()
    }
}
