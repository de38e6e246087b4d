//! What is said of the words of a mail.

use resource::fields::{AtMost, Name, complain};
use serde_json::Value as Json;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use web::{
    body,
    body::{Change, Field, Fields, Filled, FromText, Required},
};

use crate::mails::{self, KINDS};

/// The most signs of a mail's body, as the column takes it.
const LONGEST: usize = 20_000;
/// Signs of a subject.
type Subject = AtMost<200>;

/// The text of a mail: several paragraphs.
#[derive(Debug, Clone, Default)]
pub(super) struct Letter<const MUST: bool>(pub(super) Option<String>);

impl<const MUST: bool> Field for Letter<MUST> {
    const IS_REQUIRED: bool = MUST;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        match fields.take(name) {
            Some(Json::String(text)) if text.contains('\0') => {
                fields.complain(format!("Value for field '{at}' must not contain NUL characters"));
                Self(None)
            }
            Some(Json::String(text)) if text.chars().count() > LONGEST => {
                fields.complain(format!("Value for field '{at}' too big, expected at most: '{LONGEST}'"));
                Self(None)
            }
            Some(Json::String(text)) if !text.trim().is_empty() => Self(Some(text)),
            Some(Json::String(_)) => {
                fields.complain(format!("Value for field '{at}' too small, expected at least: '1'"));
                Self(None)
            }
            None if !MUST => Self(None),
            None => {
                fields.complain(format!("Field '{at}' is required"));
                Self(None)
            }
            Some(other) => {
                complain(fields, "string", &at, &other);
                Self(None)
            }
        }
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(LONGEST)).into()
    }
}

/// A language: `en`, `de-DE`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Locale(pub(super) String);

impl FromText for Locale {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let mut parts = text.split('-');
        let language = parts.next().unwrap_or_default();
        let is_language = matches!(language.len(), 2 | 3) && language.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_part =
            |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if is_language && text.len() <= 35 && parts.all(is_part) {
            return Ok(Self(text));
        }
        Err(format!("Invalid language for field '{at}': expected such as en or de-DE"))
    }
}

body! {
    /// The shop's own words of a kind of mail.
    pub(super) struct New {
        /// Which mail.
        pub(super) kind: Required = "order_placed",
        /// In which language; English when nobody says.
        pub(super) locale: Filled<Locale> = "en",
        /// Whether such mails are sent.
        pub(super) is_enabled: Option<bool> = true,
        /// The subject, with names in braces.
        pub(super) subject: Required<Subject> = "Your order {{order_number}}",
        /// What stands above it; the subject when nobody says.
        pub(super) heading: Option<Name> = "Thank you",
        /// The text, with names in braces; an empty line parts paragraphs.
        pub(super) body: Letter<true> = "{{hello}}\n\nwe are packing:\n\n{{items}}",
    }
    checked by check_new
}

fn check_new(fields: &mut Fields, new: &New) {
    let Required(name) = &new.kind;
    let Some(kind) = mails::kind(name) else {
        if !name.is_empty() {
            let (known, got): (Vec<_>, String) =
                (KINDS.iter().map(|kind| kind.name).collect(), name.chars().take(60).collect());
            fields.complain(format!("Expected: '{}' for field 'kind', but got: '{got}'", known.join(", ")));
        }
        return;
    };
    let heading = new.heading.as_ref().map(|AtMost(text)| text.as_str());
    for issue in issues(kind, Some(&new.subject.0.0), heading, new.body.0.as_deref()) {
        fields.complain(issue);
    }
}

/// Names that the kind does not know, and subjects of several lines.
pub(super) fn issues(
    kind: &mails::Kind,
    subject: Option<&str>,
    heading: Option<&str>,
    body: Option<&str>,
) -> Vec<String> {
    let mut issues = Vec::new();
    if subject.is_some_and(|subject| subject.contains(['\r', '\n'])) {
        issues.push("Value for field 'subject' must be one line".to_owned());
    }
    for (field, text) in [("subject", subject), ("heading", heading), ("body", body)] {
        issues.extend(text.and_then(|text| mails::check(kind, text, field).err()));
    }
    issues
}

body! {
    /// What changes of the shop's own words.
    pub(super) struct Changes {
        /// Whether such mails are sent.
        pub(super) is_enabled: Option<bool> = true,
        /// The subject, with names in braces.
        pub(super) subject: Filled<Subject> = "Your order {{order_number}}",
        /// What stands above it; `null` for the subject.
        pub(super) heading: Change<Name> = "Thank you",
        /// The text, with names in braces; an empty line parts paragraphs.
        pub(super) body: Letter<false> = "{{hello}}\n\nwe are packing:\n\n{{items}}",
    }
}

body! {
    /// Words that are looked at before they are saved; what is not said is what the shop has, or what the mail has by itself.
    pub(super) struct Tried {
        /// In which language; English when nobody says.
        pub(super) locale: Filled<Locale> = "en",
        /// The subject, with names in braces.
        pub(super) subject: Filled<Subject> = "Your order {{order_number}}",
        /// What stands above it.
        pub(super) heading: Option<Name> = "Thank you",
        /// The text, with names in braces.
        pub(super) body: Letter<false> = "{{hello}}\n\nwe are packing:\n\n{{items}}",
    }
}
