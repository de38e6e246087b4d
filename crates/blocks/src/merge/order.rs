//! In which order things stand.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{ConflictKind, Merging};

impl Merging {
    /// The order of every slot and list.
    pub(super) fn children(&mut self) -> HashMap<String, Vec<String>> {
        let mut by_home: BTreeMap<String, HashSet<String>> = BTreeMap::new();
        for (key, home) in &self.homes {
            by_home.entry(home.clone()).or_default().insert(key.clone());
        }
        by_home.into_iter().map(|(home, keys)| (home.clone(), self.arrange(&home, &keys))).collect()
    }

    fn arrange(&mut self, home: &str, keys: &HashSet<String>) -> Vec<String> {
        let list = |side: &super::Side, other: &super::Side| -> Vec<String> {
            let here = side.tree.children.get(home).into_iter().flatten().filter(|key| keys.contains(*key));
            // What the other side alone moved stands where it put it.
            let is_followed = |key: &String| {
                let stands_there = other.tree.nodes.get(key).is_some_and(|node| node.home == home);
                !(stands_there && other.moved.contains(key) && !side.moved.contains(key))
            };
            here.filter(|key| is_followed(key)).cloned().collect()
        };
        let (ours, theirs) = (list(&self.ours, &self.theirs), list(&self.theirs, &self.ours));
        let (order, torn) = interleave(&ours, &theirs);
        let both_put_it = |key: &String| {
            !self.base.nodes.contains_key(key) || (self.ours.moved.contains(key) && self.theirs.moved.contains(key))
        };
        for key in torn.into_iter().filter(both_put_it).collect::<Vec<_>>() {
            if self.torn.insert(key.clone()) {
                self.clash(ConflictKind::Moved, &key, None, self.stands(&key));
            }
        }
        order
    }
}

/// Two orders as one. What both have keeps the order that ours has; between them, what only one side has stands behind what it stood behind,
/// and where both put something the smaller key goes first, whichever side is ours. Told besides: what each side put behind something else.
fn interleave(ours: &[String], theirs: &[String]) -> (Vec<String>, Vec<String>) {
    let in_ours: HashSet<&String> = ours.iter().collect();
    let in_theirs: HashSet<&String> = theirs.iter().collect();
    let (our_runs, our_anchors) = runs(ours, &in_theirs);
    let (their_runs, their_anchors) = runs(theirs, &in_ours);
    let mut order: Vec<String> = Vec::with_capacity(ours.len() + theirs.len());
    let mut add = |anchor: Option<&String>| {
        let (mut first, mut second) =
            (our_runs.get(&anchor).cloned().unwrap_or_default(), their_runs.get(&anchor).cloned().unwrap_or_default());
        if let (Some(a), Some(b)) = (first.first(), second.first())
            && b < a
        {
            std::mem::swap(&mut first, &mut second);
        }
        order.extend(anchor.cloned());
        order.extend(first.into_iter().chain(second).cloned());
    };
    add(None);
    for anchor in &our_anchors {
        add(Some(*anchor));
    }
    let torn = if our_anchors == their_anchors { Vec::new() } else { displaced(&our_anchors, &their_anchors) };
    (order, torn)
}

/// What stands behind each that the other side has too, and those in their order.
fn runs<'a>(
    list: &'a [String],
    other: &HashSet<&String>,
) -> (HashMap<Option<&'a String>, Vec<&'a String>>, Vec<&'a String>) {
    let mut runs: HashMap<Option<&String>, Vec<&String>> = HashMap::new();
    let mut anchors = Vec::new();
    for key in list {
        if other.contains(key) {
            anchors.push(key);
        } else {
            runs.entry(anchors.last().copied()).or_default().push(key);
        }
    }
    (runs, anchors)
}

/// What stands behind something else in one order than in the other.
fn displaced(ours: &[&String], theirs: &[&String]) -> Vec<String> {
    let before = |list: &[&String]| -> HashMap<String, Option<String>> {
        list.iter().enumerate().map(|(i, key)| ((*key).clone(), i.checked_sub(1).map(|i| list[i].clone()))).collect()
    };
    let behind = before(theirs);
    before(ours).into_iter().filter(|(key, before)| behind.get(key) != Some(before)).map(|(key, _)| key).collect()
}
