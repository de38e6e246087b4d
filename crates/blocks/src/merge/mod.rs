//! Two people's changes of the same content, brought together.
//!
//! What only one side changed is taken from it, field by field and place by place. What both changed differently is a *conflict*: it is
//! told with what each side has, and the merged content holds a provisional answer, in which nothing is lost:
//! - a field that both changed: ours;
//! - a block that both moved to different places: where ours is;
//! - a block that one side removed and the other changed, moved, or put something into: it stays, as that other side has it.
//!
//! Long texts that were changed in different paragraphs are merged by paragraph where that is certain.

mod existence;
mod fields;
mod order;
mod paragraphs;
mod plain;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;
use serde_json::Value;

pub use self::plain::{FieldConflict, MergedFields, merge_fields};
use crate::{
    content::Content,
    diff::{Place, moved},
    fault::Fault,
    tree::{Node, Tree, path_of},
};

/// What came of a merge.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The content, provisional where there are conflicts; or why both together are not valid: too many blocks, or too deep.
    pub content: Result<Content, Vec<Fault>>,
    /// What somebody must decide, in the order in which the page is read.
    pub conflicts: Vec<Conflict>,
}

/// Something that two sides did differently.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// What kind.
    pub kind: ConflictKind,
    /// The id of the block.
    pub block: String,
    /// Which entry of the block: `questions[q1]`. None: the block itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// The field; none for what is about the whole block or entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What there was: the value of the field, the block or entry with all that is in it, or its place. `null`: nothing.
    pub base: Value,
    /// What ours has.
    pub ours: Value,
    /// What theirs has.
    pub theirs: Value,
}

/// What kind of conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// Both changed a field, to different values.
    Changed,
    /// One removed what the other changed, moved, or put something into.
    Removed,
    /// Both moved it, to different places.
    Moved,
    /// Both changed it, and one of them its type.
    Retyped,
}

/// Brings two changes of a content together.
pub fn merge(base: &Content, ours: &Content, theirs: &Content) -> Merged {
    let mut merging = Merging::new(base, ours, theirs);
    merging.settle();
    let result = Tree { nodes: merging.nodes(), children: merging.children() };
    let at: BTreeMap<String, usize> = result.order().into_iter().enumerate().map(|(i, key)| (key, i)).collect();
    let mut conflicts = merging.conflicts;
    conflicts.sort_by_key(|(key, conflict)| {
        (at.get(key).copied().unwrap_or(usize::MAX), conflict.kind, conflict.field.clone())
    });
    Merged { content: result.content(), conflicts: conflicts.into_iter().map(|(_, conflict)| conflict).collect() }
}

/// A side of a merge.
struct Side {
    tree: Tree,
    /// What it moved.
    moved: HashSet<String>,
}

struct Merging {
    base: Tree,
    ours: Side,
    theirs: Side,
    /// What stays, and where.
    homes: BTreeMap<String, String>,
    /// What stays although one side removed it.
    kept: BTreeSet<String>,
    /// What both moved, to different places.
    torn: BTreeSet<String>,
    conflicts: Vec<(String, Conflict)>,
}

impl Merging {
    fn new(base: &Content, ours: &Content, theirs: &Content) -> Self {
        let base = Tree::of(base);
        let side = |content: &Content| {
            let tree = Tree::of(content);
            let moved = moved(&base, &tree);
            Side { tree, moved }
        };
        let (ours, theirs) = (side(ours), side(theirs));
        Self {
            base,
            ours,
            theirs,
            homes: BTreeMap::new(),
            kept: BTreeSet::new(),
            torn: BTreeSet::new(),
            conflicts: Vec::new(),
        }
    }

    /// The node as a side has it.
    fn pair(&self, key: &str) -> (Option<&Node>, Option<&Node>) {
        (self.ours.tree.nodes.get(key), self.theirs.tree.nodes.get(key))
    }

    /// Notes a conflict about a whole node or one of its fields.
    fn clash(&mut self, kind: ConflictKind, key: &str, field: Option<&str>, values: [Value; 3]) {
        let node = [&self.ours.tree, &self.theirs.tree, &self.base].into_iter().find_map(|tree| tree.nodes.get(key));
        let Some(node) = node else { return };
        let entry = (!node.is_block(key)).then(|| path_of(key, &node.block).to_owned());
        let [base, ours, theirs] = values;
        let conflict =
            Conflict { kind, block: node.block.clone(), entry, field: field.map(str::to_owned), base, ours, theirs };
        self.conflicts.push((key.to_owned(), conflict));
    }

    /// A node with all that is in it, as each side has it.
    fn whole(&self, key: &str) -> [Value; 3] {
        [&self.base, &self.ours.tree, &self.theirs.tree].map(|tree| tree.subtree(key).unwrap_or_default())
    }

    /// Where a node stands on each side.
    fn stands(&self, key: &str) -> [Value; 3] {
        let say = |place: Option<Place>| place.and_then(|place| serde_json::to_value(place).ok()).unwrap_or_default();
        [&self.base, &self.ours.tree, &self.theirs.tree].map(|tree| say(tree.place(key)))
    }
}
