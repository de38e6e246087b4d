//! What changed between two contents.
//!
//! Told per block and per entry of a list (a question, a button): added, removed, moved, changed, and for what changed per field, for
//! texts also word by word. [`apply()`] makes the later content of the earlier one and the difference.

mod apply;
mod moves;
mod words;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use self::moves::moved;
use self::words::Budget;
pub use self::{
    apply::apply,
    words::{Span, SpanKind},
};
use crate::{
    content::Content,
    form::{Field, Kind},
    html,
    tree::{Node, Tree, path_of},
};

/// Where a block or an entry stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// `blocks` for the page, `c1.columns[left].blocks` for a column, `f1.questions` for a list of entries.
    pub slot: String,
    /// How many stand before it.
    pub index: usize,
}

/// All that changed, in the order of the later content; what was removed comes last.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diff {
    /// What happened to each block and entry; those to which nothing happened are not told.
    pub changes: Vec<Change>,
}

impl Diff {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// What happened to a block or an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The id of the block.
    pub block: String,
    /// The type of the block, afterwards if there is an afterwards.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Which entry of the block: `questions[q1]`. None: the block itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// Where it stood; none: it was added.
    pub from: Option<Place>,
    /// Where it stands; none: it was removed.
    pub to: Option<Place>,
    /// Whether it was moved by itself, and not only pushed along by others.
    pub moved: bool,
    /// Its fields that changed; all of them for what was added or removed.
    pub fields: Vec<FieldChange>,
}

impl Change {
    /// The key of the node.
    pub(crate) fn key(&self) -> String {
        match &self.entry {
            Some(entry) => format!("{}.{entry}", self.block),
            None => self.block.clone(),
        }
    }
}

/// What happened to a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldChange {
    /// Its name.
    pub field: String,
    /// What it held.
    pub before: Option<Value>,
    /// What it holds.
    pub after: Option<Value>,
    /// For texts, what of their words stayed, went and came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

/// What changed from one content to another.
pub fn diff(before: &Content, after: &Content) -> Diff {
    let (before, after) = (Tree::of(before), Tree::of(after));
    let moved = moved(&before, &after);
    let (from, to) = (before.places(), after.places());
    let mut budget = Budget::default();
    let mut changes = Vec::new();
    for key in after.order() {
        let now = &after.nodes[&key];
        let was = before.nodes.get(&key);
        let fields = fields(was, Some(now), &mut budget);
        let moved = moved.contains(&key);
        let same_type = was.is_none_or(|was| was.type_name == now.type_name);
        if was.is_none() || moved || !fields.is_empty() || !same_type {
            changes.push(change(
                &key,
                now,
                from.get(key.as_str()).cloned(),
                to.get(key.as_str()).cloned(),
                moved,
                fields,
            ));
        }
    }
    for key in before.order() {
        if !after.nodes.contains_key(&key) {
            let was = &before.nodes[&key];
            changes.push(change(
                &key,
                was,
                from.get(key.as_str()).cloned(),
                None,
                false,
                fields(Some(was), None, &mut budget),
            ));
        }
    }
    Diff { changes }
}

fn change(
    key: &str,
    node: &Node,
    from: Option<Place>,
    to: Option<Place>,
    moved: bool,
    fields: Vec<FieldChange>,
) -> Change {
    let entry = (!node.is_block(key)).then(|| path_of(key, &node.block).to_owned());
    Change { block: node.block.clone(), type_name: node.type_name.to_owned(), entry, from, to, moved, fields }
}

fn fields(was: Option<&Node>, now: Option<&Node>, budget: &mut Budget) -> Vec<FieldChange> {
    let names: BTreeSet<&'static str> =
        [was, now].into_iter().flatten().flat_map(|node| node.values.keys().copied()).collect();
    let mut fields = Vec::new();
    for name in names {
        let (before, after) = (was.and_then(|node| node.values.get(name)), now.and_then(|node| node.values.get(name)));
        if before != after {
            let field = [now, was].into_iter().flatten().flat_map(|node| node.fields).find(|field| field.name == name);
            let spans = field.and_then(|field| spans(field, before, after, budget)).unwrap_or_default();
            fields.push(FieldChange { field: name.to_owned(), before: before.cloned(), after: after.cloned(), spans });
        }
    }
    fields
}

/// What of the words changed; of a text that came or went as a whole that is said already.
fn spans(field: &Field, before: Option<&Value>, after: Option<&Value>, budget: &mut Budget) -> Option<Vec<Span>> {
    let (before, after) = (before?.as_str()?, after?.as_str()?);
    match field.kind {
        Kind::Text { .. } | Kind::Textarea { .. } => Some(words::spans(before, after, budget)),
        Kind::RichText { .. } | Kind::Html { .. } => {
            Some(words::spans(&html::text(before), &html::text(after), budget))
        }
        _ => None,
    }
}
