//! What nodes say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::{ConflictKind, Merging, paragraphs};
use crate::tree::Node;

impl Merging {
    /// All that stays, with what it says.
    pub(super) fn nodes(&mut self) -> HashMap<String, Node> {
        let homes = self.homes.clone();
        homes.into_iter().filter_map(|(key, home)| self.node(&key).map(|node| (key, Node { home, ..node }))).collect()
    }

    fn node(&mut self, key: &str) -> Option<Node> {
        let (ours, theirs) = match self.pair(key) {
            (Some(ours), Some(theirs)) => (ours.clone(), theirs.clone()),
            (one, other) => return one.or(other).cloned(),
        };
        let base = self.base.nodes.get(key).cloned();
        let base_type = base.as_ref().map(|node| node.type_name);
        if ours.type_name != theirs.type_name || base_type.is_some_and(|was| was != ours.type_name) {
            return Some(self.retyped(key, base.as_ref(), ours, theirs));
        }
        let was = base.map(|node| node.values).unwrap_or_default();
        let names: BTreeSet<&'static str> = ours.values.keys().chain(theirs.values.keys()).copied().collect();
        let mut values = BTreeMap::new();
        for name in names {
            let (base, ours_value, theirs_value) = (was.get(name), ours.values.get(name), theirs.values.get(name));
            let value = match either(base, ours_value, theirs_value) {
                Ok(value) => value.cloned(),
                Err(Torn) => paragraphs::merge(&ours, name, base, ours_value, theirs_value).or_else(|| {
                    let values = [base, ours_value, theirs_value].map(|value| value.cloned().unwrap_or_default());
                    self.clash(ConflictKind::Changed, key, Some(name), values);
                    ours_value.cloned()
                }),
            };
            values.extend(value.map(|value| (name, value)));
        }
        Some(Node { values, ..ours })
    }

    /// A block whose type changed is one thing: its fields mean something else.
    fn retyped(&mut self, key: &str, base: Option<&Node>, ours: Node, theirs: Node) -> Node {
        let same = |one: &Node| base.is_some_and(|was| one.says(was));
        if ours.says(&theirs) || same(&theirs) {
            return ours;
        }
        if same(&ours) {
            return theirs;
        }
        self.clash(ConflictKind::Retyped, key, None, self.whole(key));
        ours
    }
}

/// Each side wants another value.
pub(super) struct Torn;

/// The value that both want, or the one side that changed it.
pub(super) fn either<'a>(
    base: Option<&'a Value>,
    ours: Option<&'a Value>,
    theirs: Option<&'a Value>,
) -> Result<Option<&'a Value>, Torn> {
    if ours == theirs || theirs == base {
        Ok(ours)
    } else if ours == base {
        Ok(theirs)
    } else {
        Err(Torn)
    }
}
