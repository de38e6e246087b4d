//! The headings of a content.

use serde::Serialize;
use serde_json::Value;

use super::leaves;
use crate::{content::Content, form::Kind, html};

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// The id of the block.
    pub block: String,
    /// The field that says it, entries by their ids.
    pub field: String,
    /// From 1 to 6.
    pub level: i64,
    /// What it says.
    pub text: String,
}

impl Content {
    /// Its outline. A heading block says its level, and HTML says its own; the title of a hero is of level 1 where nothing comes
    /// before it, and all other titles of blocks are of level 2. Whoever renders keeps to it. Empty ones are left out.
    pub fn headings(&self) -> Vec<Heading> {
        let mut headings: Vec<Heading> = Vec::new();
        leaves(&self.to_value(), &mut |leaf| {
            let Some(text) = leaf.value.and_then(Value::as_str) else { return };
            let found = match (&leaf.field.kind, leaf.field.name) {
                (Kind::RichText { .. } | Kind::Html { .. }, _) => html::headings(text),
                (_, "text") if leaf.type_name == "heading" => {
                    let level = leaf.beside.get("level").and_then(Value::as_i64).unwrap_or(2);
                    vec![(level, html::collapse(text))]
                }
                (_, "title") if leaf.field.inline => {
                    let level = if leaf.type_name == "hero" && headings.is_empty() { 1 } else { 2 };
                    vec![(level, html::collapse(text))]
                }
                _ => return,
            };
            headings.extend(found.into_iter().filter(|(_, text)| !text.is_empty()).map(|(level, text)| Heading {
                block: leaf.block.to_owned(),
                field: leaf.path.clone(),
                level,
                text,
            }));
        });
        headings
    }
}
