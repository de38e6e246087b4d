//! A look at a file before it is imported: whether it is one of products at all, and what it would do.

use std::io::Read;

use db::Tx;
use sea_orm::FromQueryResult;
use web::ApiError;

use crate::import::shopify::{Format, ImportError, Products};

/// What a file has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Looked {
    /// Whose columns it has.
    pub(crate) format: &'static str,
    /// The products.
    pub(crate) handles: Vec<String>,
    /// Lines that were looked at.
    pub(crate) lines: u64,
    /// Lines that would be refused.
    pub(crate) errors: u64,
}

/// The most lines and columns of a file: beyond, it is a bomb.
const MOST_LINES: u64 = 1_000_000;
const MOST_COLUMNS: usize = 200;

/// Reads a whole file, on a thread that may wait.
pub(crate) fn look(reader: Box<dyn Read + Send>) -> Result<Looked, ApiError> {
    // No amount is read here for what it is worth, so any currency does.
    let mut products = Products::new(reader, "eur").map_err(refused)?;
    if products.width() > MOST_COLUMNS {
        let message = format!("The file has {} columns, expected at most: {MOST_COLUMNS}", products.width());
        return Err(ApiError::invalid_data(message));
    }
    let format = match products.format() {
        Format::Shopify => "shopify",
        Format::Medusa => "medusa",
    };
    let mut looked = Looked { format, ..Looked::default() };
    while let Some(product) = products.next() {
        match product {
            Ok(product) => looked.handles.push(product.draft.handle),
            Err(_) => looked.errors += 1,
        }
        looked.lines = products.line();
        if looked.lines > MOST_LINES {
            return Err(ApiError::invalid_data(format!("The file has more than {MOST_LINES} lines: split it")));
        }
    }
    if let Some(failure) = products.take_failure() {
        return Err(ApiError::internal(failure));
    }
    if looked.handles.is_empty() {
        return Err(ApiError::invalid_data("The file has no product that can be imported"));
    }
    Ok(looked)
}

fn refused(error: ImportError) -> ApiError {
    match error {
        ImportError::NotShopify(_) => ApiError::invalid_data(error.to_string()),
        other => ApiError::internal(other),
    }
}

/// How many of these products the shop has.
pub(crate) async fn known(tx: &Tx, handles: &[String]) -> db::Result<u64> {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let mut known = 0;
    for some in handles.chunks(10_000) {
        let sql = "select count(*) as count from public.products p
            where p.organization_id = $1 and p.handle = any($2) and p.deleted_at is null";
        let count: Count = db::fetch_one(tx, sql, [tx.organization()?.into(), some.to_vec().into()]).await?;
        known += count.count.unsigned_abs();
    }
    Ok(known)
}
