//! What changed between two revisions.

use serde_json::{Value, json};
use web::ApiError;

use super::Snapshot;

/// As it is answered.
#[derive(Debug)]
pub(crate) struct Diff {
    pub(crate) fields: Value,
    pub(crate) blocks: Value,
}

/// What is different in `new`.
pub(crate) fn diff(old: &Snapshot, new: &Snapshot) -> Result<Diff, ApiError> {
    let (before, after) = (old.fields.flat()?, new.fields.flat()?);
    let changed = after.iter().filter(|(name, value)| before.get(*name) != Some(value));
    let fields = changed.map(|(name, value)| json!({ "path": name, "before": before.get(name), "after": value }));
    let parsed = |value: &Value| {
        let kept = blocks::Content::parse(value);
        kept.map_err(|faults| ApiError::internal(format!("kept blocks are not valid: {faults:?}")))
    };
    let of_blocks = blocks::diff(&parsed(&old.content)?, &parsed(&new.content)?);
    let of_blocks = serde_json::to_value(of_blocks).map_err(ApiError::internal)?;
    Ok(Diff { fields: fields.collect(), blocks: of_blocks["changes"].clone() })
}
