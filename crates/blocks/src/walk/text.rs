//! What a content says.

use serde_json::Value;

use super::leaves;
use crate::{content::Content, form::Kind, html};

impl Content {
    /// What visitors read, as plain text in the order in which they read it, one space between words: for the search.
    pub fn text(&self) -> String {
        let mut parts = Vec::new();
        leaves(&self.to_value(), &mut |leaf| {
            let Some(text) = leaf.value.and_then(Value::as_str) else { return };
            match leaf.field.kind {
                Kind::RichText { .. } | Kind::Html { .. } => parts.push(html::text(text)),
                Kind::Text { .. } | Kind::Textarea { .. } if leaf.field.inline => parts.push(html::collapse(text)),
                _ => {}
            }
        });
        parts.retain(|part| !part.is_empty());
        parts.join(" ")
    }
}
