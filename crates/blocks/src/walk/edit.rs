//! Single blocks found, put in, moved and taken out. Nothing is changed in place: each gives another content, valid as all are.

use crate::{
    content::Content,
    diff::Place,
    fault::Fault,
    registry::Block,
    tree::{Tree, owner_of},
};

impl Content {
    /// The block with this id, and where it stands.
    pub fn find(&self, id: &str) -> Option<(Block, Place)> {
        let tree = Tree::of(self);
        let place = tree.place(id)?;
        let block = serde_json::from_value(tree.subtree(id)?).ok()?;
        Some((block, place))
    }

    /// The content with one block more, and what it holds.
    ///
    /// # Errors
    /// A place that is not there, ids that are taken, limits.
    pub fn insert(&self, place: &Place, block: &Block) -> Result<Self, Vec<Fault>> {
        let mut tree = Tree::of(self);
        let value = serde_json::json!({ "blocks": [block] });
        // Of another content: that its own ids are no others' is looked at here, and the rest when all is parsed again.
        let added = Tree::read(&value);
        if let Some(id) = added.nodes.keys().find(|key| tree.nodes.contains_key(*key)) {
            return Err(vec![Fault::whole(format!("'{id}' is the id of another block too: give one of them another"))]);
        }
        put(&mut tree, place, block.id())?;
        tree.take_in(added, place, block.id());
        tree.content()
    }

    /// The content without a block, and what that block was.
    ///
    /// # Errors
    /// A block that is not there.
    pub fn remove(&self, id: &str) -> Result<(Self, Block), Vec<Fault>> {
        let (block, _) = self.find(id).ok_or_else(|| absent(id))?;
        let mut tree = Tree::of(self);
        tree.take_out(id);
        Ok((tree.content()?, block))
    }

    /// The content with a block elsewhere. The index counts what is there once the block is taken out.
    ///
    /// # Errors
    /// A block or place that is not there, a place inside the block itself, limits.
    pub fn relocate(&self, id: &str, place: &Place) -> Result<Self, Vec<Fault>> {
        let mut tree = Tree::of(self);
        if tree.nodes.get(id).is_none_or(|node| !node.is_block(id)) {
            return Err(absent(id));
        }
        let mut above = owner_of(&place.slot).map(str::to_owned);
        while let Some(key) = above {
            if key == id {
                return Err(vec![Fault::whole(format!("'{id}' cannot be moved into itself"))]);
            }
            above = tree.nodes.get(&key).and_then(|node| owner_of(&node.home)).map(str::to_owned);
        }
        tree.detach(id);
        put(&mut tree, place, id)?;
        if let Some(node) = tree.nodes.get_mut(id) {
            node.home.clone_from(&place.slot);
        }
        tree.content()
    }
}

fn absent(id: &str) -> Vec<Fault> {
    vec![Fault::whole(format!("there is no block '{id}'"))]
}

fn put(tree: &mut Tree, place: &Place, id: &str) -> Result<(), Vec<Fault>> {
    let slot = tree.is_slot(&place.slot).then(|| tree.children.entry(place.slot.clone()).or_default());
    match slot {
        Some(children) if place.index <= children.len() => {
            children.insert(place.index, id.to_owned());
            Ok(())
        }
        Some(children) => Err(vec![Fault::whole(format!(
            "'{}' has {} blocks: {} is past its end",
            place.slot,
            children.len(),
            place.index
        ))]),
        None => Err(vec![Fault::whole(format!("there is no slot '{}'", place.slot))]),
    }
}
