//! The later content, made of the earlier one and the difference.

use std::collections::{BTreeMap, HashSet};

use super::{Change, Diff};
use crate::{
    content::Content,
    fault::Fault,
    form::{Field, Kind},
    registry,
    tree::{Node, Tree, owner_of},
};

/// Applies a difference.
///
/// # Errors
/// A difference that is of another content, or makes one that is not valid.
pub fn apply(before: &Content, diff: &Diff) -> Result<Content, Vec<Fault>> {
    let mut tree = Tree::of(before);
    let misfit = |change: &Change, what: &str| {
        vec![Fault::whole(format!("the difference is of another content: '{}' {what}", change.key()))]
    };
    let mut seen = HashSet::new();
    for change in &diff.changes {
        if !seen.insert(change.key()) {
            return Err(misfit(change, "is told twice"));
        }
        let is_there = tree.nodes.contains_key(&change.key());
        if change.from.is_some() != is_there {
            return Err(misfit(change, if is_there { "is there already" } else { "is not there" }));
        }
    }
    // First everything that goes from where it stands, then what it says, then where it comes to: in the order of the places, which
    // are those of the later content, so that nothing that comes later pushes it along.
    let moves = |change: &&Change| change.to.is_some() && (change.moved || change.from.is_none());
    for change in diff.changes.iter().filter(|change| change.moved || change.to.is_none()) {
        tree.detach(&change.key());
    }
    for change in &diff.changes {
        match &change.to {
            None => {
                tree.nodes.remove(&change.key());
            }
            Some(place) => {
                let node = revise(tree.nodes.get(&change.key()), change, &place.slot)
                    .ok_or_else(|| misfit(change, "has an unknown type or field"))?;
                tree.nodes.insert(change.key(), node);
            }
        }
    }
    let mut coming: Vec<&Change> = diff.changes.iter().filter(moves).collect();
    coming.sort_by(|a, b| a.to.cmp(&b.to));
    for change in coming {
        let Some(place) = &change.to else { continue };
        let has_owner = owner_of(&place.slot).is_none_or(|owner| tree.nodes.contains_key(owner));
        let children = tree.children.entry(place.slot.clone()).or_default();
        if !has_owner || place.index > children.len() {
            return Err(misfit(change, "has no place"));
        }
        children.insert(place.index, change.key());
    }
    // What was put into something that is gone, or into itself, would be lost without a word.
    if tree.order().len() == tree.nodes.len() {
        tree.content()
    } else {
        Err(vec![Fault::whole("the difference leaves blocks without a place")])
    }
}

/// What a node is after a change.
fn revise(node: Option<&Node>, change: &Change, home: &str) -> Option<Node> {
    let form = registry::form(&change.type_name)?;
    let fields: &'static [Field] = match &change.entry {
        None => &form.fields,
        Some(entry) => match &registry::field_at(form.type_name, entry)?.kind {
            Kind::List { fields, .. } => fields,
            _ => return None,
        },
    };
    let id = change.entry.as_deref().map_or(change.block.as_str(), |entry| {
        entry.rsplit_once('[').map_or(entry, |(_, id)| id.trim_end_matches(']'))
    });
    let mut values = node.map_or_else(BTreeMap::new, |node| node.values.clone());
    for field in &change.fields {
        match (&field.after, fields.iter().find(|known| known.name == field.field)) {
            (Some(after), Some(known)) => {
                values.insert(known.name, after.clone());
            }
            (None, _) => {
                values.remove(field.field.as_str());
            }
            (Some(_), None) => return None,
        }
    }
    Some(Node {
        block: change.block.clone(),
        type_name: form.type_name,
        id: id.to_owned(),
        home: home.to_owned(),
        fields,
        values,
    })
}
