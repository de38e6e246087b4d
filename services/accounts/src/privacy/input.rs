//! What the requests say.

use entity::ids::{CustomerId, PrivacyRequestId};
use resource::Filter;
use utoipa::ToSchema;
use web::{
    ApiError, Page,
    body::{Fields, FromBody},
    query::{FromParams, Params},
};

/// Says that it is meant.
#[derive(Debug, ToSchema)]
pub(super) struct Confirmation {
    /// The mail address or the id of whom is to be erased: it does not come back.
    pub confirm: String,
}

impl FromBody for Confirmation {
    fn read(fields: &mut Fields) -> Self {
        Self { confirm: fields.required_text("confirm") }
    }
}

impl Confirmation {
    /// Whether it names whom it is about.
    pub(super) fn must_name(&self, ids: &[String], email: Option<&str>) -> Result<(), ApiError> {
        let said = self.confirm.trim();
        if ids.iter().any(|id| id == said) || email.is_some_and(|email| email == said.to_lowercase()) {
            return Ok(());
        }
        Err(ApiError::invalid_data(
            "Invalid request: The field 'confirm' must be the mail address or the id of whom is to be erased",
        ))
    }
}

/// The parameters of a list.
pub(super) struct Listing {
    pub filter: Filter,
    pub page: Page,
}

impl FromParams for Listing {
    fn read(params: &mut Params) -> Self {
        let limit = params.integer("limit", 0, 1_000).unwrap_or(50);
        let offset = params.integer("offset", 0, 1_000_000).unwrap_or(0);
        let mut filter = Filter::default();
        if let Some(text) = params.text("customer_id") {
            // A text that is no id finds nothing.
            filter.and("r.customer_id = any(?)", resource::ids::<CustomerId>(&[text]));
        }
        for (condition, said) in [
            ("r.kind = ?", one_of(params, "kind", &["export", "erasure"])),
            ("r.status = ?", one_of(params, "status", &["pending", "running", "done", "failed"])),
        ] {
            if let Some(said) = said {
                filter.and(condition, said);
            }
        }
        Self { filter, page: Page { limit, offset } }
    }
}

fn one_of(params: &mut Params, name: &str, words: &[&str]) -> Option<String> {
    let text = params.text(name)?;
    if !words.contains(&text.as_str()) {
        let (words, text) = (words.join(", "), text.chars().take(40).collect::<String>());
        params.refuse(format!("Expected: '{words}' for field '{name}', but got: '{text}'"));
    }
    Some(text)
}

/// The id in a path.
pub(super) fn customer(id: &str) -> Result<CustomerId, ApiError> {
    id.parse().map_err(|_| ApiError::missing("Customer", id))
}

/// The id in a path.
pub(super) fn request(id: &str) -> Result<PrivacyRequestId, ApiError> {
    id.parse().map_err(|_| ApiError::missing("Privacy request", id))
}
