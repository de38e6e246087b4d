//! What a list can be filtered by, declared once: it is read from the query, compiled to SQL and documented from here.
//!
//! A parameter takes a value, several of them, or Medusa's operators (`email[$ilike]=%@example.com`), and `$and` and `$or` put
//! them together, as deep as a query may be.

mod pattern;
mod read;
#[cfg(test)]
mod tests;

use std::str::FromStr;

use sea_orm::Value;
use utoipa::openapi::{
    Ref, RefOr, Required, Schema,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::{ObjectBuilder, Type},
};
use uuid::Uuid;

pub(crate) use self::read::Reader;
pub use self::read::{read, read_few};
use crate::ids;

/// A parameter of a list.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    name: &'static str,
    /// A column of the table, an expression with a dot, or a condition with `?`.
    sql: &'static str,
    kind: Kind,
    words: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    /// Compared with what this makes of the texts.
    Key(fn(&[String]) -> Value),
    Boolean,
    /// Between these two.
    Number(i64, i64),
    Time,
    /// What is said of something else that it has.
    Has(&'static Has),
}

/// Something that a row has, which lists are filtered by too: `variants[sku]=…`.
#[derive(Debug)]
pub struct Has {
    /// The beginning of its condition, up to where `and …)` may follow.
    pub exists: &'static str,
    /// Its alias there.
    pub alias: &'static str,
    /// What it can be filtered by.
    pub params: &'static [Param],
    /// The columns in which `q` looks for words.
    pub words: &'static [&'static str],
}

impl Param {
    const fn new(name: &'static str, kind: Kind, words: &'static str) -> Self {
        Self { name, sql: name, kind, words }
    }

    /// A text, which is the column of this name.
    pub const fn text(name: &'static str, words: &'static str) -> Self {
        Self::new(name, Kind::Text, words)
    }

    /// Ids of a kind; a text that is none names nothing.
    pub const fn ids<T: FromStr + Into<Uuid>>(name: &'static str, words: &'static str) -> Self {
        Self::new(name, Kind::Key(|texts| ids::<T>(texts).into()), words)
    }

    /// Texts that are compared as something else: the array that `?` stands for in [`Param::when`].
    pub const fn keys(name: &'static str, made: fn(&[String]) -> Value, words: &'static str) -> Self {
        Self::new(name, Kind::Key(made), words)
    }

    /// `true` or `false`.
    pub const fn boolean(name: &'static str, words: &'static str) -> Self {
        Self::new(name, Kind::Boolean, words)
    }

    /// A whole number.
    pub const fn number(name: &'static str, words: &'static str) -> Self {
        Self::new(name, Kind::Number(i64::MIN, i64::MAX), words)
    }

    /// A time.
    pub const fn time(name: &'static str, words: &'static str) -> Self {
        Self::new(name, Kind::Time, words)
    }

    /// What is said of something that the rows have.
    pub const fn has(name: &'static str, what: &'static Has, words: &'static str) -> Self {
        Self::new(name, Kind::Has(what), words)
    }

    /// A number is between these two.
    #[must_use]
    pub const fn within(self, least: i64, most: i64) -> Self {
        Self { kind: Kind::Number(least, most), ..self }
    }

    /// It is another column than that of its name, with its alias: `u.last_used_at`.
    #[must_use]
    pub const fn at(self, sql: &'static str) -> Self {
        Self { sql, ..self }
    }

    /// Keys for which this holds; `?` stands for the array of them.
    #[must_use]
    pub const fn when(self, sql: &'static str) -> Self {
        Self { sql, ..self }
    }

    /// As the OpenAPI document shows it.
    pub fn documented(&self) -> Parameter {
        ParameterBuilder::new()
            .name(self.name)
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description(Some(self.words))
            .schema(Some(self.schema()))
            .build()
    }

    fn schema(&self) -> RefOr<Schema> {
        let name = match self.kind {
            Kind::Text => "TextFilter",
            Kind::Key(_) => "KeyFilter",
            Kind::Boolean => "BooleanFilter",
            Kind::Number(..) => "NumberFilter",
            Kind::Time => "TimeFilter",
            Kind::Has(what) => {
                let object =
                    what.params.iter().fold(ObjectBuilder::new().schema_type(Type::Object), |object, param| {
                        object.property(param.name, param.schema())
                    });
                return Schema::from(object.build()).into();
            }
        };
        Ref::from_schema_name(name).into()
    }
}
