//! Reading the fields of a body or a query, in the words of zod 4, which Better Auth's clients show to people.

use std::sync::LazyLock;

use http::StatusCode;
use regex::Regex;
use serde_json::{Map, Value};

use super::{Code, Refusal};

/// The fields of one call. What is wrong is gathered, so that all of it is told at once.
#[derive(Debug)]
pub struct Fields {
    place: &'static str,
    values: Map<String, Value>,
    issues: Vec<String>,
    /// There are no fields to speak of.
    is_none: bool,
}

// zod 4's e-mail pattern: ASCII only, so no letter of another alphabet passes for one of ours.
static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[A-Za-z0-9_'+\-.]*[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$").ok());

/// Whether a text is an address that mail can be sent to: by zod's `email`, and by what sends it.
pub fn is_email(text: &str) -> bool {
    text.len() <= 254
        && !text.starts_with('.')
        && !text.contains("..")
        && EMAIL.as_ref().is_some_and(|pattern| pattern.is_match(text))
        && text.parse::<mail::Address>().is_ok()
}

/// Whether U+0000 stands anywhere in it.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(has_nul),
        Value::Object(values) => values.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

impl Fields {
    /// The fields of a body, which must be an object.
    pub fn body(value: Option<Value>) -> Self {
        match value {
            Some(Value::Object(values)) => Self { place: "body", values, issues: Vec::new(), is_none: false },
            other => {
                let given = other.as_ref().map_or("undefined", kind);
                let issue = format!("[body] Invalid input: expected object, received {given}");
                Self { place: "body", values: Map::new(), issues: vec![issue], is_none: true }
            }
        }
    }

    /// The fields of a query.
    pub fn query(values: Map<String, Value>) -> Self {
        Self { place: "query", values, issues: Vec::new(), is_none: false }
    }

    /// A field as it came; `null` counts as given.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let value = self.values.remove(name)?;
        // Postgres keeps no such text.
        if !has_nul(&value) {
            return Some(value);
        }
        self.issue(name, "Invalid input: unexpected U+0000");
        None
    }

    /// Whether a field was given.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// What a field says, without taking it.
    pub fn peek(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// A text that must be there.
    pub fn text(&mut self, name: &str) -> String {
        let wrong = self.issues.len();
        match self.take(name) {
            Some(Value::String(text)) => text,
            None if self.issues.len() > wrong => String::new(),
            other => {
                self.expected(name, "string", other.as_ref());
                String::new()
            }
        }
    }

    /// A text that may be missing.
    pub fn optional_text(&mut self, name: &str) -> Option<String> {
        self.has(name).then(|| self.text(name))
    }

    /// A text of at least one character.
    pub fn filled_text(&mut self, name: &str) -> String {
        let wrong = self.issues.len();
        let text = self.text(name);
        if text.is_empty() && self.issues.len() == wrong {
            self.issue(name, "Too small: expected string to have >=1 characters");
        }
        text
    }

    /// An address.
    pub fn email(&mut self, name: &str) -> String {
        let wrong = self.issues.len();
        let text = self.text(name);
        if self.issues.len() == wrong && !is_email(&text) {
            self.issue(name, "Invalid email address");
        }
        text
    }

    /// Yes or no; a query says it in words.
    pub fn optional_boolean(&mut self, name: &str) -> Option<bool> {
        match self.take(name)? {
            Value::Bool(flag) => Some(flag),
            Value::String(text) if self.place == "query" => Some(text == "true" || text == "1"),
            other => {
                self.expected(name, "boolean", Some(&other));
                None
            }
        }
    }

    /// A number that may be missing.
    pub fn optional_number(&mut self, name: &str) -> Option<f64> {
        let given = self.take(name)?;
        let number = given.as_f64();
        if number.is_none() {
            self.expected(name, "number", Some(&given));
        }
        number
    }

    /// A text that must be there, and that anything else is made into: the ids of some routes.
    pub fn coerced_text(&mut self, name: &str) -> String {
        match self.take(name) {
            Some(Value::String(text)) => text,
            Some(other) => other.to_string(),
            None => {
                self.issue(name, "Invalid input: expected nonoptional, received undefined");
                String::new()
            }
        }
    }

    /// One of some words, or nothing.
    pub fn optional_choice(&mut self, name: &str, words: &[&'static str]) -> Option<&'static str> {
        let given = self.take(name)?;
        let chosen = words.iter().find(|word| given.as_str() == Some(**word)).copied();
        if chosen.is_none() {
            let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            self.issue(name, &format!("Invalid option: expected one of {}", words.join("|")));
        }
        chosen
    }

    /// Notes what is wrong with a field.
    pub fn issue(&mut self, name: &str, text: &str) {
        if !self.is_none {
            self.issues.push(format!("[{}.{name}] {text}", self.place));
        }
    }

    /// Notes that nothing of it is one of the things that could be said.
    pub fn no_choice(&mut self) {
        self.issues.push(format!("[{}] Invalid input", self.place));
    }

    /// Notes that a field is of another type than it should be.
    pub fn expected(&mut self, name: &str, wanted: &str, given: Option<&Value>) {
        let given = given.map_or("undefined", kind);
        self.issue(name, &format!("Invalid input: expected {wanted}, received {given}"));
    }

    /// Opens an object that must be there: its fields are `name.field` from now on.
    pub fn open(&mut self, name: &str) {
        match self.take(name) {
            Some(Value::Object(fields)) => {
                self.values.extend(fields.into_iter().map(|(field, value)| (format!("{name}.{field}"), value)));
            }
            other => self.expected(name, "object", other.as_ref()),
        }
    }

    /// Takes everything that is left, for calls with open fields.
    pub fn rest(&mut self) -> Map<String, Value> {
        std::mem::take(&mut self.values)
    }

    /// Fields that only the server sets are refused by name; what is empty asks for nothing and is ignored.
    pub fn refuse_owned(&mut self, names: &[&str]) -> Result<(), Refusal> {
        for name in names {
            match self.take(name) {
                None | Some(Value::Null | Value::Bool(false)) => {}
                Some(Value::String(text)) if text.is_empty() => {}
                Some(_) => {
                    let message = format!("{name} is not allowed to be set");
                    return Err(Refusal::worded(StatusCode::BAD_REQUEST, Code::FieldNotAllowed, message));
                }
            }
        }
        Ok(())
    }

    /// What is wrong so far, as Better Auth joins it. A body with fields that no route takes is refused: Better Auth drops
    /// them silently, and a misspelt field that is dropped is a wish that is not heard.
    pub(super) fn finish(self, into: &mut Vec<String>) {
        into.extend(self.issues);
        if self.place == "body" {
            into.extend(self.values.keys().map(|name| format!("[body] Unrecognized key: \"{}\"", shorten(name))));
        }
    }
}

fn shorten(name: &str) -> String {
    name.chars().take(60).collect()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn issues(fields: Fields) -> Vec<String> {
        let mut issues = Vec::new();
        fields.finish(&mut issues);
        issues
    }

    #[test]
    fn zods_words() {
        let mut fields = Fields::body(Some(json!({ "email": 1, "more": true })));
        fields.email("email");
        fields.filled_text("name");
        fields.optional_boolean("remember");
        assert_eq!(
            issues(fields),
            [
                "[body.email] Invalid input: expected string, received number",
                "[body.name] Invalid input: expected string, received undefined",
                "[body] Unrecognized key: \"more\"",
            ]
        );
        let mut none = Fields::body(None);
        none.text("email");
        let none = issues(none);
        let null = issues({
            let mut fields = Fields::body(Some(json!({ "name": "a\0b" })));
            fields.text("name");
            fields
        });
        assert_eq!(null, ["[body.name] Invalid input: unexpected U+0000"]);
        assert_eq!(none, ["[body] Invalid input: expected object, received undefined"]);
        let list = issues(Fields::body(Some(json!([]))));
        assert_eq!(list, ["[body] Invalid input: expected object, received array"]);
    }

    #[test]
    fn addresses() {
        for good in ["a@b.co", "first.last+tag@sub.example.org", "o'neil@example.com"] {
            assert!(is_email(good), "{good}");
        }
        for bad in
            ["", "a", "a@b", ".a@b.co", "a..b@c.co", "a@b.co\r\nBcc: x@y.z", "аdmin@example.com", "a@exаmple.com"]
        {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
