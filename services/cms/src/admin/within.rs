//! Bodies inside of bodies, and ids of media.

use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use web::body::{Documented, Field, Fields, FromBody, FromText};

/// An object that may be left out.
#[derive(Debug)]
pub(super) struct Sub<T>(pub(super) Option<T>);

impl<T> Default for Sub<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: FromBody + Documented> Field for Sub<T> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.object(name))
    }

    fn schema() -> Schema {
        T::object().into()
    }
}

/// The id of a medium.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Medium(pub(super) String);

impl FromText for Medium {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let id = blocks::MediaId::try_from(text);
        id.map(|id| Self(id.into())).map_err(|wrong| format!("Invalid value for field '{at}': {wrong}"))
    }

    fn schema() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^med_[0-7][0-9a-hjkmnp-tv-z]{25}$"))
    }
}
