//! What was moved by itself, and not only pushed along: all that is in no longest run that kept its order.

use std::collections::{HashMap, HashSet};

use crate::tree::Tree;

/// The keys of all nodes that stand elsewhere, or before or behind others than they did.
pub(crate) fn moved(before: &Tree, after: &Tree) -> HashSet<String> {
    let mut moved: HashSet<String> = HashSet::new();
    for (key, node) in &after.nodes {
        if before.nodes.get(key).is_some_and(|was| was.home != node.home) {
            moved.insert(key.clone());
        }
    }
    for (home, children) in &after.children {
        let Some(were) = before.children.get(home) else { continue };
        let was_at: HashMap<&str, usize> = were.iter().enumerate().map(|(i, key)| (key.as_str(), i)).collect();
        let stayed: Vec<(usize, &String)> =
            children.iter().filter_map(|key| was_at.get(key.as_str()).map(|&i| (i, key))).collect();
        let run = longest_run(&stayed.iter().map(|(i, _)| *i).collect::<Vec<_>>());
        moved.extend(stayed.iter().enumerate().filter(|(at, _)| !run.contains(at)).map(|(_, (_, key))| (*key).clone()));
    }
    moved
}

/// The positions of a longest rising run, by patience sorting.
fn longest_run(numbers: &[usize]) -> HashSet<usize> {
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let pile = piles.partition_point(|&top| numbers[top] < *number);
        before.push(pile.checked_sub(1).map(|left| piles[left]));
        if pile == piles.len() {
            piles.push(at);
        } else {
            piles[pile] = at;
        }
    }
    let mut run = HashSet::new();
    let mut at = piles.last().copied();
    while let Some(position) = at {
        run.insert(position);
        at = before[position];
    }
    run
}
