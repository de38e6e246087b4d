//! The fields of a JSON object, and what is wrong with them.

use serde_json::{Map, Value};

use super::FromBody;
use crate::{ApiError, query::shorten};

/// What a request wants to become of a value that is there already.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Change<T> {
    /// It was not mentioned.
    #[default]
    Keep,
    /// It was `null`.
    Clear,
    /// Another one.
    Set(T),
}

impl<T> Change<T> {
    /// The value that stands there afterwards.
    pub fn apply(self, old: Option<T>) -> Option<T> {
        match self {
            Self::Keep => old,
            Self::Clear => None,
            Self::Set(new) => Some(new),
        }
    }

    /// The same change of what this makes of the value.
    pub fn map<U>(self, made: impl FnOnce(T) -> U) -> Change<U> {
        match self {
            Self::Keep => Change::Keep,
            Self::Clear => Change::Clear,
            Self::Set(value) => Change::Set(made(value)),
        }
    }

    /// The same, where the value may be wrong.
    pub fn try_map<U, E>(self, made: impl FnOnce(T) -> Result<U, E>) -> Result<Change<U>, E> {
        match self {
            Self::Keep => Ok(Change::Keep),
            Self::Clear => Ok(Change::Clear),
            Self::Set(value) => made(value).map(Change::Set),
        }
    }

    /// Whether something was said.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// The value, if one was given.
    pub fn given(self) -> Option<T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

/// Medusa tells three issues at most.
const MAX_ISSUES: usize = 3;
/// The longest text of a field that asks for no other length.
const MAX_TEXT: usize = 2_000;
/// The longest list.
const MAX_ITEMS: usize = 1_000;
/// The largest metadata, in bytes of JSON.
const MAX_METADATA: usize = 64 * 1024;

/// The fields of an object that are not taken yet.
#[derive(Debug)]
pub struct Fields {
    /// Where the object lies in the body: `addresses, 0`.
    path: String,
    values: Map<String, Value>,
    issues: Vec<String>,
}

impl Fields {
    /// Those of a whole body.
    pub fn of(body: Value) -> Result<Self, ApiError> {
        match body {
            Value::Object(values) => Ok(Self { path: String::new(), values, issues: Vec::new() }),
            _ => Err(ApiError::invalid_data("Invalid request: The body must be a JSON object")),
        }
    }

    /// Takes a field out, whatever it is.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.values.remove(name)
    }

    /// Puts a field back, perhaps as something else.
    pub fn put(&mut self, name: &str, value: Value) {
        self.values.insert(name.to_owned(), value);
    }

    /// Whether a field is there.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Takes a text that must be there and say something.
    pub fn required_text(&mut self, name: &str) -> String {
        match self.change_text(name) {
            Change::Set(text) if !text.trim().is_empty() => text,
            Change::Set(_) => {
                self.complain(format!("Value for field '{}' too small, expected at least: '1'", self.at(name)));
                String::new()
            }
            Change::Keep | Change::Clear if self.complains_of(name) => String::new(),
            Change::Keep | Change::Clear => {
                self.complain(format!("Field '{}' is required", self.at(name)));
                String::new()
            }
        }
    }

    /// Takes a text; `null` is none.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.change_text(name).given()
    }

    /// Takes a text, or `null` to clear what is there.
    pub fn change_text(&mut self, name: &str) -> Change<String> {
        match self.take(name) {
            None => Change::Keep,
            Some(Value::Null) => Change::Clear,
            Some(Value::String(text)) if text.contains('\0') => {
                self.complain(format!("Value for field '{}' must not contain NUL characters", self.at(name)));
                Change::Keep
            }
            Some(Value::String(text)) if text.chars().count() > MAX_TEXT => {
                self.complain(format!("Value for field '{}' too big, expected at most: '{MAX_TEXT}'", self.at(name)));
                Change::Keep
            }
            Some(Value::String(text)) => Change::Set(text),
            Some(other) => {
                self.wrong_type(name, "string", &other);
                Change::Keep
            }
        }
    }

    /// Takes an e-mail address, in lower case.
    pub fn email(&mut self, name: &str) -> Option<String> {
        let email = self.text(name)?.trim().to_lowercase();
        if is_email(&email) {
            return Some(email);
        }
        self.complain(format!("Invalid email for field '{}': expected name@host", self.at(name)));
        None
    }

    /// Takes `true` or `false`.
    pub fn boolean(&mut self, name: &str) -> Option<bool> {
        match self.take(name)? {
            Value::Bool(value) => Some(value),
            Value::Null => None,
            other => {
                self.wrong_type(name, "boolean", &other);
                None
            }
        }
    }

    /// Takes a whole number.
    pub fn integer(&mut self, name: &str, least: i64, most: i64) -> Option<i64> {
        let value = self.take(name)?;
        let Some(number) = value.as_i64() else {
            if !value.is_null() {
                self.wrong_type(name, "number", &value);
            }
            return None;
        };
        if number < least {
            self.complain(format!("Value for field '{}' too small, expected at least: '{least}'", self.at(name)));
            None
        } else if number > most {
            self.complain(format!("Value for field '{}' too big, expected at most: '{most}'", self.at(name)));
            None
        } else {
            Some(number)
        }
    }

    /// Takes a time as RFC 3339 has it, or a day.
    pub fn time(&mut self, name: &str) -> Option<chrono::DateTime<chrono::Utc>> {
        let text = self.text(name)?;
        if let Some(time) = crate::query::parse_time(&text) {
            return Some(time);
        }
        self.complain(format!("Invalid time for field '{}': expected such as 2026-01-31T12:00:00Z", self.at(name)));
        None
    }

    /// Takes one of some words.
    pub fn one_of<'a>(&mut self, name: &str, words: &[&'a str]) -> Option<&'a str> {
        let text = self.text(name)?;
        let found = words.iter().copied().find(|word| *word == text);
        if found.is_none() {
            let (words, at) = (words.join(", "), self.at(name));
            self.complain(format!("Expected: '{words}' for field '{at}', but got: '{}'", shorten(&text)));
        }
        found
    }

    /// Takes a list of texts, such as ids.
    pub fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let items = self.items(name)?;
        let mut texts = Vec::with_capacity(items.len());
        for (at, item) in items.into_iter().enumerate() {
            match item {
                Value::String(text) if !text.contains('\0') && text.len() <= MAX_TEXT => texts.push(text),
                other => self.wrong_type(&format!("{name}, {at}"), "string", &other),
            }
        }
        Some(texts)
    }

    /// Takes an object.
    pub fn object<T: FromBody>(&mut self, name: &str) -> Option<T> {
        match self.take(name)? {
            Value::Null => None,
            Value::Object(values) => Some(self.within(name, values)),
            other => {
                self.wrong_type(name, "object", &other);
                None
            }
        }
    }

    /// Takes a list of objects.
    pub fn objects<T: FromBody>(&mut self, name: &str) -> Option<Vec<T>> {
        let items = self.items(name)?;
        let mut read = Vec::with_capacity(items.len());
        for (at, item) in items.into_iter().enumerate() {
            let name = format!("{name}, {at}");
            match item {
                Value::Object(values) => read.push(self.within(&name, values)),
                other => self.wrong_type(&name, "object", &other),
            }
        }
        Some(read)
    }

    /// Takes metadata: any object that is not too large.
    pub fn metadata(&mut self) -> Change<Map<String, Value>> {
        self.data("metadata")
    }

    /// Takes any object that is not too large.
    pub(super) fn data(&mut self, name: &str) -> Change<Map<String, Value>> {
        match self.take(name) {
            None => Change::Keep,
            Some(Value::Null) => Change::Clear,
            Some(Value::Object(values)) => {
                let json = Value::Object(values.clone()).to_string();
                if json.len() > MAX_METADATA {
                    let at = self.at(name);
                    self.complain(format!("Value for field '{at}' too big, expected at most: '{MAX_METADATA}' bytes"));
                } else if json.contains("\\u0000") {
                    self.complain(format!("Value for field '{}' must not contain NUL characters", self.at(name)));
                }
                Change::Set(values)
            }
            Some(other) => {
                self.wrong_type(name, "object", &other);
                Change::Keep
            }
        }
    }

    /// Says what is wrong in words of its own.
    pub fn complain(&mut self, issue: impl Into<String>) {
        self.issues.push(issue.into());
    }

    /// Refuses what is wrong and what is left over.
    pub fn finish(mut self) -> Result<(), ApiError> {
        self.leftovers();
        if self.issues.is_empty() {
            return Ok(());
        }
        self.issues.truncate(MAX_ISSUES);
        Err(ApiError::invalid_data(format!("Invalid request: {}", self.issues.join("; "))))
    }

    fn leftovers(&mut self) {
        if self.values.is_empty() {
            return;
        }
        let names: Vec<_> = self.values.keys().take(20).map(|name| shorten(&self.at(name))).collect();
        self.complain(format!("Unrecognized fields: '{}'", names.join(", ")));
    }

    fn within<T: FromBody>(&mut self, name: &str, values: Map<String, Value>) -> T {
        let mut inner = Self { path: self.at(name), values, issues: Vec::new() };
        let read = T::read(&mut inner);
        inner.leftovers();
        self.issues.append(&mut inner.issues);
        read
    }

    fn items(&mut self, name: &str) -> Option<Vec<Value>> {
        match self.take(name)? {
            Value::Null => None,
            Value::Array(items) if items.len() > MAX_ITEMS => {
                self.complain(format!("Value for field '{}' too big, expected at most: '{MAX_ITEMS}'", self.at(name)));
                None
            }
            Value::Array(items) => Some(items),
            other => {
                self.wrong_type(name, "array", &other);
                None
            }
        }
    }

    /// Where a field lies in the body: `addresses, 0, city`.
    pub fn at(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}, {name}", self.path) }
    }

    fn complains_of(&self, name: &str) -> bool {
        let quoted = format!("'{}'", self.at(name));
        self.issues.iter().any(|issue| issue.contains(&quoted))
    }

    fn wrong_type(&mut self, name: &str, expected: &str, got: &Value) {
        let got = match got {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        self.complain(format!("Expected type: '{expected}' for field '{}', got: '{}'", self.at(name), shorten(&got)));
    }
}

/// As much of RFC 5321 as tells an address from something else: one `@`, a host with a dot or a name of this machine, no
/// blanks, and no letters outside of ASCII, whose look-alikes would be other people.
pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let fits = |part: &str, extra: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || extra.as_bytes().contains(&b))
    };
    text.len() <= 254
        && name.len() <= 64
        && fits(name, ".!#$%&'*+/=?^_`{|}~-")
        && fits(host, ".-")
        && host.contains('.')
        && is_host(host)
}

/// A name of the DNS (RFC 1123, 2.1), and no address in numbers.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-');
    let is_domain = matches!(url::Host::parse(host), Ok(url::Host::Domain(_)));
    is_domain && host.split('.').all(is_label)
}
