//! The fields around a content: title, address, SEO.

use serde::Serialize;
use serde_json::{Map, Value};

use super::fields::either;

/// Deeper objects are taken as one value.
const DEEPEST: usize = 16;

/// What came of merging fields.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MergedFields {
    /// The fields; where both sides differ, ours.
    pub fields: Map<String, Value>,
    /// What both changed, to different values.
    pub conflicts: Vec<FieldConflict>,
}

/// A field that both sides changed. `null` stands for what is not there too.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldConflict {
    /// The path of the field: `seo.title`.
    pub field: String,
    /// What it was.
    pub base: Value,
    /// What ours has.
    pub ours: Value,
    /// What theirs has.
    pub theirs: Value,
}

/// Brings two changes of the fields of an object together; objects in it are merged by field too, lists are one value.
pub fn merge_fields(base: &Map<String, Value>, ours: &Map<String, Value>, theirs: &Map<String, Value>) -> MergedFields {
    let mut conflicts = Vec::new();
    let fields = merge_maps("", base, ours, theirs, &mut conflicts);
    MergedFields { fields, conflicts }
}

fn merge_maps(
    before: &str,
    base: &Map<String, Value>,
    ours: &Map<String, Value>,
    theirs: &Map<String, Value>,
    conflicts: &mut Vec<FieldConflict>,
) -> Map<String, Value> {
    let mut fields = Map::new();
    let names = ours.keys().chain(theirs.keys().filter(|name| !ours.contains_key(*name)));
    for name in names {
        let (was, our, their) = (base.get(name), ours.get(name), theirs.get(name));
        if let Ok(value) = either(was, our, their) {
            fields.extend(value.map(|value| (name.clone(), value.clone())));
            continue;
        }
        let path = format!("{before}{name}");
        if let (Some(Value::Object(our)), Some(Value::Object(their))) = (our, their)
            && path.split('.').count() < DEEPEST
        {
            let empty = Map::new();
            let was = was.and_then(Value::as_object).unwrap_or(&empty);
            fields.insert(name.clone(), merge_maps(&format!("{path}."), was, our, their, conflicts).into());
            continue;
        }
        let [base, ours, theirs] = [was, our, their].map(|value| value.cloned().unwrap_or_default());
        conflicts.push(FieldConflict { field: path, base, ours, theirs });
        fields.extend(our.map(|value| (name.clone(), value.clone())));
    }
    fields
}
