//! A short name in paths and programs.

use utoipa::openapi::schema::{ObjectBuilder, Type};
use web::body::FromText;

/// `main`, `spring-news`: small letters, digits and single hyphens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Handle(pub(super) String);

/// The longest.
const MOST: usize = 64;

impl FromText for Handle {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let is_part = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if text.len() > MOST {
            return Err(format!("Value for field '{at}' too big, expected at most: '{MOST}'"));
        }
        if text.split('-').all(is_part) {
            return Ok(Self(text));
        }
        let instead = crate::pages::of_title(&text);
        let such = if instead.is_empty() { "main" } else { &instead };
        Err(format!(
            "Invalid value for field '{at}': expected lower-case letters, digits and single hyphens, such as '{such}'"
        ))
    }

    fn schema() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(MOST)).pattern(Some("^[a-z0-9]+(-[a-z0-9]+)*$"))
    }
}
