//! What a provider says of somebody.

use serde_json::{Map, Value};

use crate::better_auth::transport::is_email;

/// The longest subject (OpenID Connect Core 1.0, section 2).
const MAX_SUBJECT: usize = 255;
const MAX_NAME: usize = 200;
const MAX_IMAGE: usize = 2_000;

/// Somebody, as a provider knows him.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profile {
    /// Who he is there, for ever.
    pub(super) subject: String,
    /// His address in lower case, if it is one.
    pub(super) email: Option<String>,
    /// The provider has seen that he reads its mail.
    pub(super) email_verified: bool,
    pub(super) name: String,
    pub(super) image: Option<String>,
    /// All that was said.
    pub(super) data: Map<String, Value>,
}

impl Profile {
    /// Somebody of whom this was said. `None` without a subject that can be kept.
    pub(super) fn new(subject: &str, email: Option<&str>, verified: bool, data: Map<String, Value>) -> Option<Self> {
        let is_subject = (1..=MAX_SUBJECT).contains(&subject.len()) && !subject.contains(char::is_control);
        let email = email.map(str::to_lowercase).filter(|email| is_email(email));
        is_subject.then(|| Self {
            subject: subject.to_owned(),
            email_verified: verified && email.is_some(),
            email,
            name: String::new(),
            image: None,
            data,
        })
    }

    /// The same, with a name that can be shown.
    pub(super) fn named(mut self, name: &str) -> Self {
        self.name = name.chars().filter(|character| !character.is_control()).take(MAX_NAME).collect();
        self
    }

    /// The same, with a picture on the web.
    pub(super) fn pictured(mut self, image: Option<&str>) -> Self {
        let is_web = |image: &&str| {
            let url = url::Url::parse(image);
            image.len() <= MAX_IMAGE && url.is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
        };
        self.image = image.filter(is_web).map(str::to_owned);
        self
    }
}

/// Yes, in one of the ways in which providers say it.
pub(super) fn is_true(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Bool(true))) || value.and_then(Value::as_str) == Some("true")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_can_be_kept_is_kept() {
        let new = |subject: &str, email: Option<&str>| Profile::new(subject, email, true, Map::new());
        let someone =
            new("7", Some("Sue@Example.TEST")).unwrap().named("Sue\n\0 Social").pictured(Some("https://a.test/b"));
        assert_eq!((someone.email.as_deref(), someone.email_verified), (Some("sue@example.test"), true));
        assert_eq!((&*someone.name, someone.image.as_deref()), ("Sue Social", Some("https://a.test/b")));
        assert!(new("", None).is_none() && new("a\0", None).is_none() && new(&"a".repeat(256), None).is_none());
        // A letter of another alphabet is no address of ours, so nothing about it is proven.
        let odd = new("7", Some("sue@ex\u{430}mple.test")).unwrap();
        assert_eq!((odd.email, odd.email_verified), (None, false));
        assert_eq!(new("7", None).unwrap().pictured(Some("javascript:alert(1)")).image, None);
        for (said, meant) in [(json!(true), true), (json!("true"), true), (json!("yes"), false), (json!(1), false)] {
            assert_eq!(is_true(Some(&said)), meant, "{said}");
        }
    }
}
