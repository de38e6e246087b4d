//! All fields of a content, in the order in which a page is read.

use serde_json::{Map, Value};

use crate::{
    form::{Field, Kind},
    registry,
};

/// A field of a block or of an entry, there or not; lists too, but no slots.
pub(crate) struct Leaf<'a> {
    /// The id of the block.
    pub(crate) block: &'a str,
    /// Its type.
    pub(crate) type_name: &'a str,
    /// The path inside the block, entries by their ids: `buttons[b1].label`.
    pub(crate) path: String,
    /// What it is.
    pub(crate) field: &'static Field,
    /// What it holds.
    pub(crate) value: Option<&'a Value>,
    /// What stands beside it.
    pub(crate) beside: &'a Map<String, Value>,
}

/// Visits all fields of a content that was parsed.
pub(crate) fn leaves<'a>(content: &'a Value, visit: &mut dyn FnMut(Leaf<'a>)) {
    if let Some(blocks) = content.get("blocks") {
        walk_blocks(blocks, visit);
    }
}

fn walk_blocks<'a>(blocks: &'a Value, visit: &mut dyn FnMut(Leaf<'a>)) {
    for block in blocks.as_array().into_iter().flatten() {
        let text = |value: Option<&'a Value>| value.and_then(Value::as_str).unwrap_or_default();
        let type_name = text(block.get("type"));
        if let (Some(form), Some(props)) = (registry::form(type_name), block.get("props").and_then(Value::as_object)) {
            walk_fields(text(props.get("id")), type_name, "", props, &form.fields, visit);
        }
    }
}

fn walk_fields<'a>(
    block: &'a str,
    type_name: &'a str,
    before: &str,
    map: &'a Map<String, Value>,
    fields: &'static [Field],
    visit: &mut dyn FnMut(Leaf<'a>),
) {
    for field in fields {
        let value = map.get(field.name);
        if let Kind::Slot { .. } = field.kind {
            if let Some(blocks) = value {
                walk_blocks(blocks, visit);
            }
            continue;
        }
        visit(Leaf { block, type_name, path: format!("{before}{}", field.name), field, value, beside: map });
        if let Kind::List { fields, .. } = &field.kind {
            for entry in value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object) {
                let id = entry.get("id").and_then(Value::as_str).unwrap_or_default();
                walk_fields(block, type_name, &format!("{before}{}[{id}].", field.name), entry, fields, visit);
            }
        }
    }
}
