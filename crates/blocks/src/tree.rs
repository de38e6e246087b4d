//! A content laid flat, for what compares and rearranges: nodes by key, and the order of each slot and list.
//!
//! A node is a block, whose key is its id, or an entry of a list, whose key is `b1.buttons[x]`. A home is where nodes stand in order: the
//! page (`blocks`), a list (`b1.columns`) or a slot (`b1.columns[x].blocks`).

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use crate::{
    content::Content,
    diff::Place,
    fault::Fault,
    form::{Field, Kind},
    registry,
};

/// The home of the blocks at the top.
pub(crate) const PAGE: &str = "blocks";

/// A block or an entry, without what stands in it.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// The id of the block that it is or belongs to.
    pub(crate) block: String,
    /// That block's type.
    pub(crate) type_name: &'static str,
    /// Its own id.
    pub(crate) id: String,
    /// Where it stands.
    pub(crate) home: String,
    /// What it may have.
    pub(crate) fields: &'static [Field],
    /// What it has.
    pub(crate) values: BTreeMap<&'static str, Value>,
}

impl Node {
    /// Whether it is a block, and no entry.
    pub(crate) fn is_block(&self, key: &str) -> bool {
        self.block == key
    }

    /// Whether two say the same, wherever they stand.
    pub(crate) fn says(&self, other: &Self) -> bool {
        self.type_name == other.type_name && self.values == other.values
    }
}

/// A content laid flat.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: HashMap<String, Node>,
    pub(crate) children: HashMap<String, Vec<String>>,
}

/// The node that a home belongs to; none for the page.
pub(crate) fn owner_of(home: &str) -> Option<&str> {
    home.rsplit_once('.').map(|(owner, _)| owner)
}

/// The path of a node inside its block: `buttons[x]`, or nothing for the block itself.
pub(crate) fn path_of<'a>(key: &'a str, block: &str) -> &'a str {
    key.strip_prefix(block).map_or(key, |path| path.trim_start_matches('.'))
}

impl Tree {
    /// Of a content.
    pub(crate) fn of(content: &Content) -> Self {
        Self::read(&content.to_value())
    }

    /// Of JSON that was parsed.
    pub(crate) fn read(content: &Value) -> Self {
        let mut tree = Self::default();
        tree.read_blocks(PAGE, content.get("blocks"));
        tree
    }

    fn read_blocks(&mut self, home: &str, blocks: Option<&Value>) {
        let mut keys = Vec::new();
        for block in blocks.and_then(Value::as_array).into_iter().flatten() {
            let form = block.get("type").and_then(Value::as_str).and_then(registry::form);
            let props = block.get("props").and_then(Value::as_object);
            let (Some(form), Some(props)) = (form, props) else { continue };
            let id = text(props.get("id"));
            keys.push(id.clone());
            self.read_node(&id, home, (&id, form.type_name), props, &form.fields);
        }
        self.children.insert(home.to_owned(), keys);
    }

    fn read_node(
        &mut self,
        key: &str,
        home: &str,
        (block, type_name): (&str, &'static str),
        map: &Map<String, Value>,
        fields: &'static [Field],
    ) {
        let mut values = BTreeMap::new();
        for field in fields {
            let value = map.get(field.name);
            let inner = || format!("{key}.{}", field.name);
            match &field.kind {
                Kind::Slot { .. } => self.read_blocks(&inner(), value),
                Kind::List { fields, .. } => {
                    let home = inner();
                    let mut keys = Vec::new();
                    for entry in value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object) {
                        let key = format!("{home}[{}]", text(entry.get("id")));
                        self.read_node(&key, &home, (block, type_name), entry, fields);
                        keys.push(key);
                    }
                    self.children.insert(home, keys);
                }
                _ => {
                    if let Some(value) = value {
                        values.insert(field.name, value.clone());
                    }
                }
            }
        }
        let node =
            Node { block: block.to_owned(), type_name, id: text(map.get("id")), home: home.to_owned(), fields, values };
        self.nodes.insert(key.to_owned(), node);
    }

    /// All keys in the order in which the page is read.
    pub(crate) fn order(&self) -> Vec<String> {
        let mut keys = Vec::with_capacity(self.nodes.len());
        let mut left: Vec<&String> = self.children.get(PAGE).into_iter().flatten().rev().collect();
        while let Some(key) = left.pop() {
            keys.push(key.clone());
            for home in self.homes_in(key).into_iter().rev() {
                left.extend(self.children.get(&home).into_iter().flatten().rev());
            }
        }
        keys
    }

    /// The homes inside a node.
    pub(crate) fn homes_in(&self, key: &str) -> Vec<String> {
        let fields = self.nodes.get(key).map_or(&[][..], |node| node.fields);
        fields
            .iter()
            .filter(|field| matches!(field.kind, Kind::Slot { .. } | Kind::List { .. }))
            .map(|field| format!("{key}.{}", field.name))
            .collect()
    }

    /// Whether blocks may stand there.
    pub(crate) fn is_slot(&self, home: &str) -> bool {
        let field = |owner: &str| {
            let name = home.rsplit_once('.').map_or(home, |(_, name)| name);
            self.nodes.get(owner)?.fields.iter().find(|field| field.name == name)
        };
        home == PAGE || owner_of(home).and_then(field).is_some_and(|field| matches!(field.kind, Kind::Slot { .. }))
    }

    /// Where a node stands.
    pub(crate) fn place(&self, key: &str) -> Option<Place> {
        let home = &self.nodes.get(key)?.home;
        let index = self.children.get(home)?.iter().position(|child| child == key)?;
        Some(Place { slot: home.clone(), index })
    }

    /// All places at once.
    pub(crate) fn places(&self) -> HashMap<&str, Place> {
        let mut places = HashMap::with_capacity(self.nodes.len());
        for (home, keys) in &self.children {
            for (index, key) in keys.iter().enumerate() {
                places.insert(key.as_str(), Place { slot: home.clone(), index });
            }
        }
        places
    }

    /// Takes a node out of its home; it stays known.
    pub(crate) fn detach(&mut self, key: &str) {
        if let Some(children) = self.nodes.get(key).and_then(|node| self.children.get_mut(&node.home)) {
            children.retain(|child| child != key);
        }
    }

    /// Takes a node out with all that is in it.
    pub(crate) fn take_out(&mut self, key: &str) {
        self.detach(key);
        let mut left = vec![key.to_owned()];
        while let Some(key) = left.pop() {
            for home in self.homes_in(&key) {
                left.extend(self.children.remove(&home).into_iter().flatten());
            }
            self.nodes.remove(&key);
        }
    }

    /// Takes in the nodes of another tree, of which one now stands in a place here.
    pub(crate) fn take_in(&mut self, mut other: Self, place: &Place, key: &str) {
        other.children.remove(PAGE);
        if let Some(node) = other.nodes.get_mut(key) {
            node.home.clone_from(&place.slot);
        }
        self.nodes.extend(other.nodes);
        self.children.extend(other.children);
    }

    /// A node with all that is in it, as JSON.
    pub(crate) fn subtree(&self, key: &str) -> Option<Value> {
        let node = self.nodes.get(key)?;
        let mut map = Map::new();
        map.insert("id".into(), node.id.clone().into());
        for field in node.fields {
            if matches!(field.kind, Kind::Slot { .. } | Kind::List { .. }) {
                let children = self.children.get(&format!("{key}.{}", field.name)).into_iter().flatten();
                map.insert(field.name.into(), children.filter_map(|child| self.subtree(child)).collect());
            } else if let Some(value) = node.values.get(field.name) {
                map.insert(field.name.into(), value.clone());
            }
        }
        Some(if node.is_block(key) { json!({ "type": node.type_name, "props": map }) } else { map.into() })
    }

    /// As a content again, looked at.
    pub(crate) fn content(&self) -> Result<Content, Vec<Fault>> {
        let blocks: Vec<Value> =
            self.children.get(PAGE).into_iter().flatten().filter_map(|key| self.subtree(key)).collect();
        Content::parse(&json!({ "blocks": blocks }))
    }
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}
