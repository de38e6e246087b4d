//! What is said of translations and of what is translated.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use utoipa::openapi::schema::{Object, Schema, Type};
use web::{
    body,
    body::{Field, Fields, Required},
};

use crate::write::MAX_DESCRIPTION;

/// Texts by the names of their fields; `null` and an empty text say nothing.
#[derive(Debug, Default)]
pub(super) struct Texts(pub(super) Option<BTreeMap<String, String>>);

impl Field for Texts {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let values = match fields.take(name) {
            None => return Self(None),
            Some(Json::Object(values)) => values,
            Some(other) => {
                complain(fields, "object", &at, &other);
                return Self(None);
            }
        };
        Self(Some(read(fields, &at, values)))
    }

    fn schema() -> Schema {
        Object::with_type(Type::Object).into()
    }
}

fn read(fields: &mut Fields, at: &str, values: Map<String, Json>) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (name, value) in values {
        let at = format!("{at}, {}", name.chars().take(100).collect::<String>());
        match value {
            Json::Null => {}
            Json::String(text) if text.contains('\0') => {
                fields.complain(format!("Value for field '{at}' must not contain NUL characters"));
            }
            Json::String(text) if text.len() > MAX_DESCRIPTION => {
                fields.complain(format!("Value for field '{at}' too big, expected at most: '{MAX_DESCRIPTION}' bytes"));
            }
            Json::String(text) => drop(texts.insert(name, text)),
            other => complain(fields, "string", &at, &other),
        }
    }
    texts
}

fn complain(fields: &mut Fields, expected: &str, at: &str, got: &Json) {
    let got: String = got.as_str().map_or_else(|| got.to_string(), str::to_owned).chars().take(100).collect();
    fields.complain(format!("Expected type: '{expected}' for field '{at}', got: '{got}'"));
}

body! {
    /// A new translation.
    pub struct NewTranslation {
        /// What kind of thing it is of: `product`, `product_variant`, `product_category`, `product_collection`, `product_tag`,
        /// `product_type`, `product_option`, `product_option_value`, `region`, `return_reason`.
        pub(super) reference: Required = "product",
        /// What it is of.
        pub(super) reference_id: Required = "prod_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// A language that the shop speaks.
        pub(super) locale_code: Required = "de",
        /// All its texts.
        pub(super) translations: Texts = {"title": "Hafenbecher"},
    }
}

body! {
    /// What changes of a translation.
    pub struct ChangedTranslation {
        /// Which one.
        pub(super) id: Required = "trans_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What kind of thing it is of.
        pub(super) reference: Option<String> = "product",
        /// What it is of.
        pub(super) reference_id: Option<String> = "prod_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// A language that the shop speaks.
        pub(super) locale_code: Option<String> = "de",
        /// All its texts.
        pub(super) translations: Texts = {"title": "Hafenbecher"},
    }
}

body! {
    /// What becomes of translations: all of it, or nothing.
    pub struct Batch {
        /// New ones. One that is there already (of the same thing, in the same language) gets these texts.
        pub(super) create: Option<Vec<NewTranslation>> = [{
            "reference": "product", "reference_id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "locale_code": "de",
            "translations": {"title": "Hafenbecher"}
        }],
        /// Changes.
        pub(super) update: Option<Vec<ChangedTranslation>> = [{
            "id": "trans_01jd6nwvvgfa5sr38y5wx4pq3d", "translations": {"title": "Hafenbecher"}
        }],
        /// The ids of those that go.
        pub(super) delete: Option<Vec<String>> = ["trans_01jd6nwvvgfa5sr38y5wx4pq3e"],
    }
}

body! {
    /// What of a kind of thing is translated.
    pub struct NewSetting {
        /// The kind of thing.
        pub(super) entity_type: Required = "product",
        /// Which of its texts.
        pub(super) fields: Option<Vec<String>> = ["title", "description"],
        /// Whether any are; by default they are.
        pub(super) is_active: Option<bool> = true,
    }
}

body! {
    /// What changes of what is translated.
    pub struct ChangedSetting {
        /// Which setting.
        pub(super) id: Required = "trset_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The kind of thing.
        pub(super) entity_type: Option<String> = "product",
        /// Which of its texts.
        pub(super) fields: Option<Vec<String>> = ["title"],
        /// Whether any are.
        pub(super) is_active: Option<bool> = false,
    }
}

body! {
    /// What becomes of the settings: all of it, or nothing.
    pub struct ManySettings {
        /// New ones.
        pub(super) create: Option<Vec<NewSetting>> = [{"entity_type": "product", "fields": ["title"]}],
        /// Changes.
        pub(super) update: Option<Vec<ChangedSetting>> = [{"id": "trset_01jd6nwvvgfa5sr38y5wx4pq3d", "is_active": false}],
        /// The ids of those that go.
        pub(super) delete: Option<Vec<String>> = ["trset_01jd6nwvvgfa5sr38y5wx4pq3e"],
    }
}
