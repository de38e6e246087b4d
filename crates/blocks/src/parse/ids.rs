//! Ids for blocks and entries that were sent without.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::shape;
use crate::{
    fault::Fault,
    form::{Field, Kind},
    registry,
};

/// The signs of an id: Crockford's base32, which has nothing that is read wrongly.
const SIGNS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Gives blocks and entries an id that have none, so that whoever creates a page may leave them out. `random` gives 64 random bits a
/// call. What is wrong with the rest is left for [`crate::Content::parse`] to tell.
///
/// # Errors
/// A content that is too deep or too long to be walked.
pub fn give_ids(content: &mut Value, mut random: impl FnMut() -> u64) -> Result<(), Fault> {
    shape::check(content)?;
    let mut taken = HashSet::new();
    collect(content, &mut taken);
    if let Some(blocks) = content.get_mut("blocks") {
        give_blocks(blocks, &mut Giver { taken, random: &mut random });
    }
    Ok(())
}

struct Giver<'a> {
    taken: HashSet<String>,
    random: &'a mut dyn FnMut() -> u64,
}

impl Giver<'_> {
    fn id(&mut self) -> String {
        let mut bits = (self.random)();
        loop {
            // 12 signs of 5 bits: among a thousand, two are the same once in 10^12 contents.
            let id: String = (0..12)
                .map(|i| char::from(SIGNS[usize::try_from((bits >> (5 * i)) & 31).unwrap_or_default()]))
                .collect();
            if self.taken.insert(id.clone()) {
                return id;
            }
            // Whatever `random` gives, even always the same, this ends.
            bits = bits.wrapping_add(1);
        }
    }
}

/// Every text that is called `id`, wherever it stands: one more that is not taken costs nothing.
fn collect(value: &Value, taken: &mut HashSet<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| collect(value, taken)),
        Value::Object(map) => {
            taken.extend(map.get("id").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| collect(value, taken));
        }
        _ => {}
    }
}

fn give_blocks(blocks: &mut Value, giver: &mut Giver<'_>) {
    for block in blocks.as_array_mut().into_iter().flatten() {
        let fields =
            block.get("type").and_then(Value::as_str).and_then(registry::form).map(|form| form.fields.as_slice());
        if let Some(props) = block.get_mut("props").and_then(Value::as_object_mut) {
            give(props, fields.unwrap_or_default(), giver);
        }
    }
}

fn give(map: &mut Map<String, Value>, fields: &'static [Field], giver: &mut Giver<'_>) {
    if map.get("id").is_none_or(Value::is_null) {
        map.insert("id".into(), giver.id().into());
    }
    for field in fields {
        let Some(value) = map.get_mut(field.name) else { continue };
        match &field.kind {
            Kind::Slot { .. } => give_blocks(value, giver),
            Kind::List { fields, .. } => {
                value
                    .as_array_mut()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_object_mut)
                    .for_each(|entry| give(entry, fields, giver));
            }
            _ => {}
        }
    }
}
