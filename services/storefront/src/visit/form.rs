//! What forms send.

use axum::{
    body::to_bytes,
    extract::{FromRequest, Request},
};
use http::header;
use minijinja::Value;
use url::form_urlencoded;

use crate::client::{Refusal, Trouble};

/// No form of a shop is longer.
const MOST: usize = 64 * 1024;
/// What somebody types into a field; the API knows shorter limits of its own.
const MOST_SIGNS: usize = 4_000;

/// The fields of a form or of a query, in their order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Of a text that is form-encoded.
    pub(crate) fn parse(text: &[u8]) -> Self {
        let trimmed = |value: &str| {
            let value: String = value.chars().filter(|sign| *sign != '\0').take(MOST_SIGNS).collect();
            value.trim().to_owned()
        };
        Self(form_urlencoded::parse(text).map(|(name, value)| (name.into_owned(), trimmed(&value))).collect())
    }

    /// What stands in a field; empty where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// All that stands in fields of this name.
    pub(crate) fn texts<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// All fields with what stands in them.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether the field is there: a button that was pressed, a box that was ticked.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// A password, as it was typed: blanks belong to it.
    pub(crate) fn raw(text: &[u8], name: &str) -> String {
        form_urlencoded::parse(text).find(|(known, _)| known == name).map_or_else(String::new, |(_, v)| v.into_owned())
    }

    /// What was typed, for the form that is shown again. Never passwords.
    pub(crate) fn typed(&self) -> Value {
        self.0
            .iter()
            .filter(|(name, _)| name != "password")
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}

/// The bytes of a form, at most [`MOST`].
pub(crate) async fn bytes(request: Request) -> Result<axum::body::Bytes, Trouble> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(refused(415, "A form is expected"));
    }
    to_bytes(request.into_body(), MOST).await.map_err(|_| refused(413, "The form is too long"))
}

fn refused(status: u16, message: &str) -> Trouble {
    Trouble::Refused(Refusal { status, code: None, message: message.to_owned() })
}

impl<S: Sync> FromRequest<S> for Form {
    type Rejection = Trouble;

    async fn from_request(request: Request, _: &S) -> Result<Self, Trouble> {
        Ok(Self::parse(&bytes(request).await?))
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn fields_of_a_form() {
        let form = Form::parse(b"a=+x+&a=y&o-size=250+g&password=%20p&empty=&nul=a%00b");
        assert_eq!((form.text("a"), form.text("nul"), form.text("none")), ("x", "ab", ""));
        assert_eq!(form.texts("a").collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(form.text("o-size"), "250 g");
        assert!(form.has("empty") && !form.has("none"));
        assert!(form.typed().get_attr("password").unwrap().is_undefined());
        assert_eq!(Form::raw(b"password=%20p+", "password"), " p ");
    }
}
