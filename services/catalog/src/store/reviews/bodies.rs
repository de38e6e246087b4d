//! What customers say.

use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use web::{
    body,
    body::{Change, Field, Fields},
};

/// One to five stars.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stars(pub(super) Option<i64>);

/// The same, which must be said.
#[derive(Debug, Clone, Copy)]
pub(super) struct RequiredStars(pub(super) i64);

/// True or false, which must be said.
#[derive(Debug, Clone, Copy)]
pub(super) struct YesOrNo(pub(super) bool);

impl Field for Stars {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.integer(name, 1, 5))
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(5)).into()
    }
}

impl Field for RequiredStars {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        if !fields.has(name) {
            fields.complain(format!("Field '{}' is required", fields.at(name)));
        }
        Self(fields.integer(name, 1, 5).unwrap_or(1))
    }

    fn schema() -> Schema {
        Stars::schema()
    }
}

impl Field for YesOrNo {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        if !fields.has(name) {
            fields.complain(format!("Field '{}' is required", fields.at(name)));
        }
        Self(fields.boolean(name).unwrap_or_default())
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::Boolean).into()
    }
}

/// A text of so many signs at most, of which control characters are taken out; an empty one says nothing.
#[derive(Debug, Clone)]
pub(super) struct Text<const MOST: usize>(pub(super) Change<String>);

impl<const MOST: usize> Field for Text<MOST> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let Some(value) = fields.take(name) else { return Self(Change::Keep) };
        let serde_json::Value::String(text) = value else {
            if !value.is_null() {
                fields.complain(format!("Expected type: 'string' for field '{}'", fields.at(name)));
            }
            return Self(Change::Clear);
        };
        let text: String = text.chars().filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\t')).collect();
        let text = text.trim();
        if text.chars().count() > MOST {
            fields.complain(format!(
                "Value for field '{}' too long, expected at most: '{MOST}' characters",
                fields.at(name)
            ));
        }
        Self(if text.is_empty() { Change::Clear } else { Change::Set(text.to_owned()) })
    }

    fn schema() -> Schema {
        ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::SchemaType::from_iter([Type::String, Type::Null]))
            .max_length(Some(MOST))
            .into()
    }
}

body! {
    /// A new review.
    pub(super) struct New {
        /// One to five stars.
        pub(super) rating: RequiredStars = 5,
        /// A headline, as plain text.
        pub(super) title: Text<200> = "Sturdy",
        /// What there is to say, as plain text.
        pub(super) content: Text<5_000> = "It fell off the deck and lived.",
        /// The name that is shown with it; the customer's first name when it is left out.
        pub(super) author_name: Text<100> = "Ann",
    }
}

body! {
    /// What changes of a review. What is not named stays; `null` takes a text away.
    pub(super) struct Changes {
        /// One to five stars.
        pub(super) rating: Stars = 4,
        /// A headline, as plain text.
        pub(super) title: Text<200> = "Sturdy, mostly",
        /// What there is to say, as plain text.
        pub(super) content: Text<5_000> = "The handle came off after a year.",
        /// The name that is shown with it.
        pub(super) author_name: Text<100> = "Ann",
    }
}

body! {
    /// A vote.
    pub(super) struct Vote {
        /// Whether the review is helpful.
        pub(super) is_helpful: YesOrNo = true,
    }
}
