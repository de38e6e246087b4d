//! What two have written at the same time, brought together.

use db::Tx;
use serde_json::Value;
use web::ApiError;

use super::{Fields, Held, Snapshot, revision};

/// What both make together. Where they differ stands what `yours` says.
#[derive(Debug)]
pub(crate) struct Merged {
    pub(crate) snapshot: Snapshot,
    /// Where both changed the same thing to something else; empty where it is certain.
    pub(crate) conflicts: Vec<Value>,
}

/// What the draft and `yours` make together, which began at revision `seen`; nothing when that one is not kept any more, or they make something
/// that is too large.
pub(crate) async fn merged(tx: &Tx, held: &Held, seen: i64, yours: &Snapshot) -> Result<Option<Merged>, ApiError> {
    let Some(base) = revision(tx, held.id, seen).await? else { return Ok(None) };
    let (base, draft) = (base.snapshot, held.draft()?);
    let parsed = |value: &Value| blocks::Content::parse(value).ok();
    let (Some(was), Some(ours), Some(theirs)) = (parsed(&base.content), parsed(&yours.content), parsed(&draft.content))
    else {
        return Ok(None);
    };
    let of_blocks = blocks::merge(&was, &ours, &theirs);
    let Ok(content) = of_blocks.content else { return Ok(None) };
    let of_fields = blocks::merge_fields(&base.fields.flat()?, &yours.fields.flat()?, &draft.fields.flat()?);
    let told = |conflict: Result<Value, serde_json::Error>| conflict.map_err(ApiError::internal);
    let conflicts = of_fields
        .conflicts
        .iter()
        .map(serde_json::to_value)
        .chain(of_blocks.conflicts.iter().map(serde_json::to_value))
        .map(told)
        .collect::<Result<_, _>>()?;
    let snapshot = Snapshot { fields: Fields::of_flat(of_fields.fields)?, content: content.to_value() };
    Ok(Some(Merged { snapshot, conflicts }))
}
