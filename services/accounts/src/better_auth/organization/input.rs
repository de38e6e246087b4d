//! Fields that several calls have.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::Value;
use uuid::Uuid;

use super::access::{Permission, split};
use crate::better_auth::transport::{Code, Fields, Input, Refusal};

/// An id as it was sent. A text that is none finds nothing, like the id of what there is not.
pub(super) fn id(text: &str) -> Uuid {
    text.parse().unwrap_or_default()
}

/// A text that may be missing or null.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Nullable {
    Missing,
    Null,
    Text(String),
}

impl Nullable {
    pub(super) fn read(fields: &mut Fields, name: &str) -> Self {
        if fields.peek(name).is_some_and(Value::is_null) {
            fields.take(name);
            return Self::Null;
        }
        fields.optional_text(name).map_or(Self::Missing, Self::Text)
    }

    /// The text, if there is one.
    pub(super) fn text(self) -> Option<String> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

/// A text that may be missing, but not empty.
pub(super) fn optional_filled_text(fields: &mut Fields, name: &str) -> Option<String> {
    fields.has(name).then(|| fields.filled_text(name))
}

/// The part of a shop's addresses that is its own.
pub(super) fn slug(fields: &mut Fields, name: &str) -> String {
    let text = fields.filled_text(name);
    let is_good = text.len() <= 63
        && !text.starts_with('-')
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !text.is_empty() && !is_good {
        let words = "Invalid slug: expected up to 63 of a-z, 0-9 and -, of which - does not come first";
        fields.issue(name, words);
    }
    text
}

/// What a shop keeps for itself, as the text that is stored.
pub(super) fn metadata(fields: &mut Fields, name: &str) -> Option<String> {
    match fields.take(name)? {
        object @ Value::Object(_) => Some(object.to_string()),
        other => {
            fields.expected(name, "record", Some(&other));
            None
        }
    }
}

/// One role or several: each once, in the order given.
pub(super) fn roles(fields: &mut Fields, name: &str) -> Vec<String> {
    let given = match fields.take(name) {
        Some(Value::String(text)) => Some(vec![text]),
        Some(Value::Array(values)) => texts(values),
        _ => None,
    };
    let Some(given) = given else {
        fields.issue(name, "Invalid input");
        return Vec::new();
    };
    let mut roles: Vec<String> = Vec::new();
    for role in given.iter().flat_map(|text| split(text)) {
        if !roles.iter().any(|known| known == role) {
            roles.push(role.to_owned());
        }
    }
    roles
}

/// All of a list that holds nothing but texts.
pub(super) fn texts(values: Vec<Value>) -> Option<Vec<String>> {
    let text = |value| if let Value::String(text) = value { Some(text) } else { None };
    values.into_iter().map(text).collect()
}

/// Actions by resource.
pub(super) fn permission(fields: &mut Fields, name: &str) -> Permission {
    let object = match fields.take(name) {
        Some(Value::Object(object)) => object,
        other => {
            fields.expected(name, "record", other.as_ref());
            return Permission::default();
        }
    };
    let mut permission = BTreeMap::new();
    for (resource, actions) in object {
        let inner: String = format!("{name}.{}", resource.chars().take(60).collect::<String>());
        match actions {
            Value::Array(values) => match texts(values) {
                Some(actions) => {
                    permission.insert(resource, actions);
                }
                None => fields.issue(&inner, "Invalid input: expected array of strings"),
            },
            other => fields.expected(&inner, "array", Some(&other)),
        }
    }
    Permission(permission)
}

/// 400 for a body or a query that fits none of the shapes that a call has.
pub(super) fn misshapen(place: &str) -> Refusal {
    Refusal::worded(StatusCode::BAD_REQUEST, Code::ValidationError, format!("[{place}] Invalid input"))
}

/// A call that may name the shop it means in its query.
pub(super) struct InQuery {
    pub(super) organization: Option<String>,
}

impl Input for InQuery {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { organization: query.optional_text("organizationId") })
    }
}
