//! Shopify's product CSV, and Medusa's: the names of its columns tell which one a file is.
//!
//! The first line of a handle carries the product and its first variant; the lines below it carry further variants,
//! further pictures, or both. A bad line is reported and left out; when it is a product's first line, the product is left
//! out with all its lines.
//!
//! - `lines` counts lines as an editor does and stops at a line without end, `columns` finds the columns by name;
//! - `cells` reads numbers and truth values, `product` folds lines into a draft, `products` walks the file;
//! - [`run()`] writes the drafts, a hundred in a transaction.

mod cells;
mod columns;
mod guard;
mod journal;
mod lines;
mod medusa;
mod product;
mod products;
mod run;
#[cfg(test)]
mod tests;

use std::io::Read;

pub use columns::Format;
pub(crate) use guard::guarded;
pub use journal::{Journal, Quiet, Step};
pub use products::{Parsed, Products};
pub use run::{Options, Progress, Report, run, run_with};

use crate::write::WriteError;

/// A line that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineError {
    /// The line of the file, as an editor numbers it.
    pub line: u64,
    /// What is wrong with it.
    pub message: String,
    /// The line can be read, and the shop does not take its product.
    pub is_of_product: bool,
}

impl LineError {
    /// A line that cannot be read.
    fn of_line(line: u64, message: impl Into<String>) -> Self {
        Self { line, message: message.into(), is_of_product: false }
    }
}

/// Why nothing (more) was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is something else.
    #[error(
        "this is no Shopify product file and none of Medusa's: {0}; export products as CSV from Shopify's or Medusa's admin"
    )]
    NotShopify(String),
    /// The file could not be read.
    #[error("the file cannot be read")]
    Read(#[source] std::io::Error),
    /// The prices are in a currency that the shop does not have.
    #[error("the shop does not sell in '{given}': it sells in {known}")]
    UnknownCurrency {
        /// What was asked for.
        given: String,
        /// What there is.
        known: String,
    },
    /// The shop cannot have products yet.
    #[error(transparent)]
    Shop(WriteError),
    /// The database failed. What was written before stays.
    #[error("the import stopped after {products} products: import the file again to go on")]
    Stopped {
        /// Products that are in.
        products: u64,
        /// Why.
        #[source]
        source: db::Error,
    },
}

/// All products of a file and all its bad lines; prices are in `currency`. [`Products`] gives them one by one.
pub fn parse(reader: impl Read, currency: &str) -> Result<(Vec<Parsed>, Vec<LineError>), ImportError> {
    let (mut parsed, mut errors) = (Vec::new(), Vec::new());
    let mut products = Products::new(reader, currency)?;
    for product in products.by_ref() {
        match product {
            Ok(product) => parsed.push(product),
            Err(error) => errors.push(error),
        }
    }
    if let Some(failure) = products.take_failure() {
        return Err(ImportError::Read(failure));
    }
    errors.sort_by_key(|error| error.line);
    Ok((parsed, errors))
}
