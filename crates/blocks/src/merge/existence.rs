//! What stays, and in which slot.

use std::collections::BTreeSet;

use super::{ConflictKind, Merging, Side};
use crate::tree::{PAGE, Tree, owner_of};

impl Merging {
    /// Decides what stays and where, and tells what is torn.
    pub(super) fn settle(&mut self) {
        let keys: BTreeSet<String> =
            [&self.ours.tree, &self.theirs.tree].into_iter().flat_map(|tree| tree.nodes.keys().cloned()).collect();
        let mut left: Vec<String> = Vec::new();
        for key in keys {
            match self.stays(&key) {
                Stays::Yes => left.push(key),
                Stays::Torn => {
                    self.kept.insert(self.whole_of(&key));
                    left.push(key);
                }
                Stays::No => {}
            }
        }
        for key in left {
            self.keep(key);
        }
        while self.untie() || self.restore() || self.embrace() {}
        for key in self.kept.clone() {
            self.clash(ConflictKind::Removed, &key, None, self.whole(&key));
        }
        for key in self.torn.clone() {
            self.clash(ConflictKind::Moved, &key, None, self.stands(&key));
        }
    }

    fn stays(&self, key: &str) -> Stays {
        let changed = |side: &Side| {
            let (Some(node), Some(was)) = (side.tree.nodes.get(key), self.base.nodes.get(key)) else { return true };
            side.moved.contains(key) || !node.says(was)
        };
        match self.pair(key) {
            (Some(_), Some(_)) => Stays::Yes,
            _ if !self.base.nodes.contains_key(key) => Stays::Yes,
            (Some(_), None) if changed(&self.ours) => Stays::Torn,
            (None, Some(_)) if changed(&self.theirs) => Stays::Torn,
            _ => Stays::No,
        }
    }

    /// Keeps a node, and what it stands in. Whoever put something into what the other side removed wants that to stay.
    fn keep(&mut self, key: String) {
        let mut next = Some(key);
        while let Some(key) = next.take() {
            if self.homes.contains_key(&key) {
                return;
            }
            if self.stays(&key) == Stays::No {
                self.kept.insert(self.whole_of(&key));
            }
            let home = self.home(&key);
            next = owner_of(&home).map(str::to_owned);
            self.homes.insert(key, home);
        }
    }

    /// What was removed: an entry, or the block that it went with.
    fn whole_of(&self, key: &str) -> String {
        let (ours, theirs) = self.pair(key);
        let block = ours.or(theirs).map_or(key, |node| node.block.as_str());
        let both_have_it = self.ours.tree.nodes.contains_key(block) && self.theirs.tree.nodes.contains_key(block);
        if both_have_it { key.to_owned() } else { block.to_owned() }
    }

    /// Gives what stays although one side removed it its entries again: columns are no columns without them.
    fn restore(&mut self) -> bool {
        let mut back: Vec<String> = Vec::new();
        for key in &self.kept {
            for tree in [&self.ours.tree, &self.theirs.tree] {
                let lists = tree.homes_in(key).into_iter().filter(|home| !tree.is_slot(home));
                let entries = lists.filter_map(|home| tree.children.get(&home)).flatten();
                back.extend(entries.filter(|entry| !self.homes.contains_key(*entry)).cloned());
            }
        }
        self.keep_all(back)
    }

    /// Keeps what either side moved a torn block into: whichever is chosen, there must be a place for it.
    fn embrace(&mut self) -> bool {
        let mut owners: Vec<String> = Vec::new();
        for key in &self.torn {
            let (ours, theirs) = self.pair(key);
            let homes = [ours, theirs].into_iter().flatten().filter_map(|node| owner_of(&node.home));
            owners.extend(homes.filter(|owner| !self.homes.contains_key(*owner)).map(str::to_owned));
        }
        self.keep_all(owners)
    }

    fn keep_all(&mut self, keys: Vec<String>) -> bool {
        let any = !keys.is_empty();
        for key in keys {
            self.keep(key);
        }
        any
    }

    /// Where a node stands.
    fn home(&mut self, key: &str) -> String {
        let home = |tree: &Tree| tree.nodes.get(key).map(|node| node.home.clone());
        let (was, ours, theirs) = (home(&self.base), home(&self.ours.tree), home(&self.theirs.tree));
        let (our_move, their_move) = (self.ours.moved.contains(key), self.theirs.moved.contains(key));
        match (ours, theirs) {
            (Some(ours), Some(theirs)) if ours != theirs => {
                // New on both sides, or moved by both, and to different places.
                if was.is_none() || (our_move && their_move) {
                    self.torn.insert(key.to_owned());
                    ours
                } else if their_move {
                    theirs
                } else {
                    ours
                }
            }
            (Some(ours), _) => ours,
            (None, Some(theirs)) => theirs,
            (None, None) => PAGE.to_owned(),
        }
    }

    /// Finds blocks that stand in each other, since each side moved one into the other, and puts them where ours has them.
    fn untie(&mut self) -> bool {
        let mut settled: BTreeSet<String> = BTreeSet::new();
        for start in self.homes.keys().cloned().collect::<Vec<_>>() {
            let mut path: Vec<String> = Vec::new();
            let mut next = Some(start);
            while let Some(key) = next {
                if settled.contains(&key) {
                    break;
                }
                if let Some(from) = path.iter().position(|one| *one == key) {
                    self.put_back(&path[from..]);
                    return true;
                }
                next = self.homes.get(&key).and_then(|home| owner_of(home)).map(str::to_owned);
                path.push(key);
            }
            settled.extend(path);
        }
        false
    }

    fn put_back(&mut self, ring: &[String]) {
        let mut back: Vec<(String, String)> = Vec::new();
        for key in ring {
            if self.ours.moved.contains(key) || self.theirs.moved.contains(key) {
                self.torn.insert(key.clone());
            }
            let ours = self.ours.tree.nodes.get(key).map(|node| node.home.clone());
            match ours {
                Some(home) if self.homes.get(key) != Some(&home) => back.push((key.clone(), home)),
                _ => {}
            }
        }
        // A ring needs a move of each side; were it otherwise, its first block would stand on the page.
        if back.is_empty() {
            back.extend(ring.first().map(|key| (key.clone(), PAGE.to_owned())));
        }
        for (key, home) in back {
            let owner = owner_of(&home).map(str::to_owned);
            self.homes.insert(key, home);
            if let Some(owner) = owner {
                self.keep(owner);
            }
        }
    }
}

#[derive(PartialEq)]
enum Stays {
    Yes,
    No,
    /// One side removed what the other changed.
    Torn,
}
