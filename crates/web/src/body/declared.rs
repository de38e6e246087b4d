//! Bodies that are declared once: what is read of them is what the OpenAPI document says of them.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use utoipa::openapi::schema::{ArrayBuilder, Object, ObjectBuilder, Schema, SchemaType, Type};

use super::{Change, Fields, FromBody, is_email};

/// What the OpenAPI document says of a field.
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be there.
    pub is_required: bool,
    /// Its type, with words and an example.
    pub schema: Schema,
    /// The example alone.
    pub example: Value,
}

impl Property {
    /// A field that was declared with [`body!`](crate::body!).
    pub fn of<T: Field>(name: &'static str, words: &[&str], example: Value) -> Self {
        let words = Some(words.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" "));
        let mut schema = T::schema();
        match &mut schema {
            Schema::Object(object) => (object.description, object.example) = (words, Some(example.clone())),
            Schema::Array(array) => (array.description, array.example) = (words, Some(example.clone())),
            Schema::OneOf(one) => (one.description, one.example) = (words, Some(example.clone())),
            _ => {}
        }
        Self { name, is_required: T::IS_REQUIRED, schema, example }
    }
}

/// A body that says of itself what may stand in it.
pub trait Documented {
    /// Its fields.
    fn properties() -> Vec<Property>;

    /// All of them as a schema.
    fn object() -> Object {
        Self::properties().into_iter().fold(Object::with_type(Type::Object), |mut object, property| {
            if property.is_required {
                object.required.push(property.name.to_owned());
            }
            object.properties.insert(property.name.to_owned(), property.schema.into());
            object
        })
    }

    /// A body with all of them.
    fn example() -> Value {
        Self::properties().into_iter().map(|property| (property.name.to_owned(), property.example)).collect()
    }
}

impl Documented for () {
    fn properties() -> Vec<Property> {
        Vec::new()
    }
}

/// What can stand as a field in a body that is declared with [`body!`](crate::body!).
pub trait Field: Sized {
    /// Whether it must be there.
    const IS_REQUIRED: bool = false;

    /// Takes it out of the others, noting what is wrong.
    fn read(fields: &mut Fields, name: &'static str) -> Self;

    /// Its type.
    fn schema() -> Schema;
}

/// Something that is written as a text.
pub trait FromText: Sized {
    /// Reads it, or says what is wrong of the field at this place.
    fn from_text(text: String, at: &str) -> Result<Self, String>;

    /// How such texts look.
    fn schema() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String)
    }
}

impl FromText for String {
    fn from_text(text: String, _: &str) -> Result<Self, String> {
        Ok(text)
    }
}

/// An e-mail address, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Email(pub String);

impl FromText for Email {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let email = text.trim().to_lowercase();
        if is_email(&email) {
            return Ok(Self(email));
        }
        Err(format!("Invalid email for field '{at}': expected name@host"))
    }

    fn schema() -> ObjectBuilder {
        let format = utoipa::openapi::SchemaFormat::Custom("email".to_owned());
        ObjectBuilder::new().schema_type(Type::String).format(Some(format))
    }
}

impl FromText for DateTime<Utc> {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let wrong = || format!("Invalid time for field '{at}': expected such as 2026-01-31T12:00:00Z");
        crate::query::parse_time(&text).ok_or_else(wrong)
    }

    fn schema() -> ObjectBuilder {
        let format = utoipa::openapi::KnownFormat::DateTime;
        ObjectBuilder::new().schema_type(Type::String).format(Some(utoipa::openapi::SchemaFormat::KnownFormat(format)))
    }
}

/// A text that must be there and say something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Required<T = String>(pub T);

/// A text that must say something when it is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled<T = String>(pub Option<T>);

/// A whole number between two others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Within<const LEAST: i64, const MOST: i64>(pub Option<i64>);

/// Medusa's `additional_data`, which it gives to the hooks of its workflows and keeps nowhere. There are no such hooks here: an
/// object is taken, and nothing becomes of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AdditionalData;

fn parsed<T: FromText>(fields: &mut Fields, name: &'static str, text: String) -> Option<T> {
    T::from_text(text, &fields.at(name)).map_err(|complaint| fields.complain(complaint)).ok()
}

/// It may be `null` too.
fn or_null(schema: ObjectBuilder, kind: Type) -> Schema {
    schema.schema_type(SchemaType::from_iter([kind, Type::Null])).into()
}

impl<T: FromText + Default> Field for Required<T> {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let text = fields.required_text(name);
        // What is missing is noted already.
        Self(if text.is_empty() { T::default() } else { parsed(fields, name, text).unwrap_or_default() })
    }

    fn schema() -> Schema {
        T::schema().min_length(Some(1)).into()
    }
}

impl<T: FromText + Default> Field for Filled<T> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.has(name).then(|| Required::read(fields, name).0))
    }

    fn schema() -> Schema {
        Required::<T>::schema()
    }
}

impl<T: FromText> Field for Option<T> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let text = fields.text(name)?;
        parsed(fields, name, text)
    }

    fn schema() -> Schema {
        or_null(T::schema(), Type::String)
    }
}

impl<T: FromText> Field for Change<T> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        match fields.change_text(name) {
            Change::Keep => Change::Keep,
            Change::Clear => Change::Clear,
            Change::Set(text) => parsed(fields, name, text).map_or(Change::Keep, Change::Set),
        }
    }

    fn schema() -> Schema {
        or_null(T::schema(), Type::String)
    }
}

impl Field for Option<bool> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        fields.boolean(name)
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::Boolean).into()
    }
}

impl<const LEAST: i64, const MOST: i64> Field for Within<LEAST, MOST> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.integer(name, LEAST, MOST))
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(LEAST)).maximum(Some(MOST)).into()
    }
}

impl Field for Change<Map<String, Value>> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        fields.data(name)
    }

    fn schema() -> Schema {
        or_null(ObjectBuilder::new(), Type::Object)
    }
}

impl Field for AdditionalData {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let _ = fields.data(name);
        Self
    }

    fn schema() -> Schema {
        or_null(ObjectBuilder::new(), Type::Object)
    }
}

impl Field for Option<Vec<String>> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        fields.texts(name)
    }

    fn schema() -> Schema {
        ArrayBuilder::new().items(Object::with_type(Type::String)).into()
    }
}

impl<T: FromBody + Documented> Field for Option<Vec<T>> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        fields.objects(name)
    }

    fn schema() -> Schema {
        ArrayBuilder::new().items(T::object()).into()
    }
}

/// Declares a body: a struct, how it is read ([`FromBody`]) and what the OpenAPI document says of it
/// ([`Documented`]).
///
/// Every field has words and an example. `checked by` names a function that looks at the whole and complains.
#[macro_export]
macro_rules! body {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[doc = $words:literal])+ $field_vis:vis $field:ident: $type:ty = $example:tt,)*
        }
        $(checked by $check:path)?
    ) => {
        $(#[$meta])*
        #[derive(Debug)]
        $vis struct $name {
            $($(#[doc = $words])+ $field_vis $field: $type,)*
        }

        impl $crate::body::FromBody for $name {
            fn read(fields: &mut $crate::body::Fields) -> Self {
                let body = Self {
                    $($field: $crate::body::Field::read(fields, $crate::fields::field_name(stringify!($field))),)*
                };
                $($check(fields, &body);)?
                body
            }
        }

        impl $crate::body::Documented for $name {
            fn properties() -> Vec<$crate::body::Property> {
                vec![$($crate::body::Property::of::<$type>(
                    $crate::fields::field_name(stringify!($field)),
                    &[$($words),+],
                    $crate::reexport::serde_json::json!($example),
                )),*]
            }
        }

        $crate::schema_of_body!($name);
    };
}

/// Makes what a body says of itself ([`Documented`]) known to `#[utoipa::path]`.
#[macro_export]
macro_rules! schema_of_body {
    ($name:ident) => {
        impl $crate::reexport::utoipa::PartialSchema for $name {
            fn schema() -> $crate::reexport::utoipa::openapi::RefOr<$crate::reexport::utoipa::openapi::Schema> {
                $crate::reexport::utoipa::openapi::Schema::Object(<Self as $crate::body::Documented>::object()).into()
            }
        }

        impl $crate::reexport::utoipa::ToSchema for $name {}
    };
}
