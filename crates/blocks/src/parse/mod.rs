//! How contents are read: limits first, without recursing; then every block, with all that is wrong; then the types.

mod check;
mod ids;
mod shape;

use serde::Deserialize;
use serde_json::Value;

pub use self::ids::give_ids;
use crate::{content::Content, fault::Fault, registry::Block};

/// How deep blocks may stand in each other.
pub const MAX_DEPTH: usize = 8;
/// How many blocks a content may have.
pub const MAX_BLOCKS: usize = 1_000;
/// How long a content may be as JSON.
pub const MAX_BYTES: usize = 512 * 1024;
/// How many faults are told at once.
pub const MAX_FAULTS: usize = 20;

/// Reads a content.
pub(crate) fn parse(value: &Value) -> Result<Content, Vec<Fault>> {
    shape::check(value).map_err(|fault| vec![fault])?;
    let taken_out = check::check(value)?;
    // Nothing is left for serde to refuse; if a type and its form ever differ, the type wins.
    let blocks = match value.get("blocks") {
        Some(blocks) => Vec::<Block>::deserialize(blocks).map_err(|error| vec![Fault::whole(error.to_string())])?,
        None => Vec::new(),
    };
    let content = Content { blocks, taken_out };
    // Cleaning can make HTML longer.
    shape::check_bytes(&content).map_err(|fault| vec![fault])?;
    Ok(content)
}
