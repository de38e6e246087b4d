//! What can be wrong with a write.

use std::fmt;

use db::Error;

/// Something that is wrong with a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which draft of the list.
    pub draft: usize,
    /// Which variant of it, when it is one's.
    pub variant: Option<usize>,
    /// The draft's handle.
    pub handle: String,
    /// The field, such as `variants[2].sku`.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "product '{}': {}: {}", self.handle, self.field, self.message)
    }
}

/// Why products were not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The drafts are wrong, all problems at once.
    #[error("{}", list(.0))]
    Invalid(Vec<Problem>),
    /// Somebody else wrote the same handle, SKU or number meanwhile.
    #[error("the {what} of one of these products was given to another product meanwhile: try again")]
    Taken {
        /// `handle`, `SKU` and so on.
        what: &'static str,
    },
    /// The shop cannot have products yet.
    #[error("{0}")]
    NotReady(&'static str),
    /// The database.
    #[error(transparent)]
    Database(#[from] Error),
}

const SHOWN: usize = 20;

fn list(problems: &[Problem]) -> String {
    let mut text: Vec<String> = problems.iter().take(SHOWN).map(Problem::to_string).collect();
    if problems.len() > SHOWN {
        text.push(format!("and {} more", problems.len() - SHOWN));
    }
    text.join("; ")
}

/// The unique indexes that another writer may fill first.
pub(super) const UNIQUE: [(&str, &str); 6] = [
    ("products_handle", "handle"),
    ("product_variants_sku", "SKU"),
    ("product_variants_barcode", "barcode"),
    ("product_variants_ean", "EAN"),
    ("product_variants_upc", "UPC"),
    ("inventory_items_sku", "SKU"),
];
