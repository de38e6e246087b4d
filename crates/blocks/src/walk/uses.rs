//! What a content needs from elsewhere.

use serde::Serialize;
use serde_json::Value;

use super::leaves;
use crate::{
    content::Content,
    form::Kind,
    props::{Target, target},
};

/// Something that a block uses.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Use {
    /// What it is.
    pub kind: Used,
    /// Its id.
    pub id: String,
    /// The id of the block that uses it.
    pub block: String,
    /// In which field, entries by their ids: `images[p1].media`.
    pub field: String,
}

/// What is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Used {
    /// A file of the media library.
    Media,
    /// A product.
    Product,
    /// A collection.
    Collection,
    /// A category.
    Category,
    /// A page.
    Page,
    /// A reusable block.
    Reusable,
}

impl Content {
    /// What it uses, in the order in which it is read; what is used twice is told twice.
    pub fn uses(&self) -> Vec<Use> {
        let mut uses = Vec::new();
        leaves(&self.to_value(), &mut |leaf| {
            let mut add = |kind, id: &str| {
                uses.push(Use { kind, id: id.to_owned(), block: leaf.block.to_owned(), field: leaf.path.clone() });
            };
            match (&leaf.field.kind, leaf.value) {
                (Kind::Products { .. }, Some(Value::Array(ids))) => {
                    ids.iter().filter_map(Value::as_str).for_each(|id| add(Used::Product, id));
                }
                (kind, Some(Value::String(id))) => {
                    if let Some(kind) = used(kind, id) {
                        add(kind, id);
                    }
                }
                _ => {}
            }
        });
        uses
    }
}

fn used(kind: &Kind, value: &str) -> Option<Used> {
    match kind {
        Kind::Media => Some(Used::Media),
        Kind::Product => Some(Used::Product),
        Kind::Collection => Some(Used::Collection),
        Kind::Category => Some(Used::Category),
        Kind::Reusable => Some(Used::Reusable),
        Kind::Link => match target(value) {
            Target::Page(_) => Some(Used::Page),
            Target::Product(_) => Some(Used::Product),
            Target::Collection(_) => Some(Used::Collection),
            Target::Category(_) => Some(Used::Category),
            _ => None,
        },
        _ => None,
    }
}
