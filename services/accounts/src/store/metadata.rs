//! Metadata as Medusa changes it: what is given is merged at the top level, `""` takes a key away, `null` takes all away.

use sea_orm::Value;
use serde_json::{Map, Value as Json};
use web::{ApiError, body::Change};

/// What is kept of metadata that was not there before.
pub(super) fn fresh(given: Option<Map<String, Json>>) -> Option<Json> {
    let mut given = given?;
    given.retain(|_, value| !is_empty(value));
    (!given.is_empty()).then_some(Json::Object(given))
}

/// The expression for the metadata that stands there afterwards; its three values begin at `$first`.
pub(super) fn merged(column: &str, first: usize) -> String {
    let (says, given, removed) = (first, first + 1, first + 2);
    format!(
        "case ${says}::text when 'keep' then {column} when 'clear' then null
         else nullif((coalesce({column}, '{{}}') || ${given}::jsonb) - ${removed}::text[], '{{}}') end"
    )
}

/// The values of that expression.
pub(super) fn values(change: Change<Map<String, Json>>) -> [Value; 3] {
    let empty = || Json::Object(Map::new());
    match change {
        Change::Keep => ["keep".into(), empty().into(), Vec::<String>::new().into()],
        Change::Clear => ["clear".into(), empty().into(), Vec::<String>::new().into()],
        Change::Set(given) => {
            let (removed, kept): (Vec<_>, Vec<_>) = given.into_iter().partition(|(_, value)| is_empty(value));
            let removed: Vec<String> = removed.into_iter().map(|(name, _)| name).collect();
            ["merge".into(), Json::Object(kept.into_iter().collect()).into(), removed.into()]
        }
    }
}

/// The largest that merging makes, in bytes of JSON; a single change is no larger either.
const MOST: usize = 64 * 1024;

/// Refuses what has grown too large by merging; nothing of it is to be committed.
pub(crate) fn fits(metadata: Option<&Json>) -> Result<(), ApiError> {
    if metadata.is_none_or(|metadata| metadata.to_string().len() <= MOST) {
        return Ok(());
    }
    let message = format!("Value for field 'metadata' too big, expected at most: '{MOST}' bytes in all");
    Err(ApiError::invalid_data(format!("Invalid request: {message}")))
}

fn is_empty(value: &Json) -> bool {
    value.as_str() == Some("")
}
