//! What stands in a menu.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::openapi::schema::{ArrayBuilder, Object, ObjectBuilder, Schema, Type};
use web::body::{Field, Fields};

/// How deep a menu is.
const LEVELS: usize = 3;
/// How many entries it has in all.
const MOST: usize = 200;
/// The longest label.
const LONGEST: usize = 100;

/// An entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Item {
    /// What is read.
    pub(crate) label: String,
    /// Where it leads; nowhere where it only stands above others.
    #[serde(default)]
    pub(crate) link: Option<String>,
    /// What stands below it.
    #[serde(default)]
    pub(crate) items: Vec<Self>,
}

/// The entries of a menu, as a body says them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Items(pub(crate) Vec<Item>);

impl Field for Items {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let mut reading = Reading { count: 0, wrong: Vec::new() };
        let items = if let Some(items) = fields.take(name) {
            reading.items(items, &at, 1)
        } else {
            reading.wrong.push(format!("Field '{at}' is required"));
            Vec::new()
        };
        if reading.count > MOST {
            reading.wrong.push(format!("Value for field '{at}' too big, expected at most: '{MOST}' entries in all"));
        }
        reading.wrong.into_iter().for_each(|wrong| fields.complain(wrong));
        Self(items)
    }

    fn schema() -> Schema {
        let level = |below: Option<Object>| {
            let entry = ObjectBuilder::new()
                .schema_type(Type::Object)
                .property("label", ObjectBuilder::new().schema_type(Type::String).max_length(Some(LONGEST)))
                .property("link", Object::with_type(Type::String))
                .required("label");
            match below {
                Some(below) => entry.property("items", ArrayBuilder::new().items(below)),
                None => entry,
            }
            .build()
        };
        let deepest = (1..LEVELS).fold(level(None), |below, _| level(Some(below)));
        ArrayBuilder::new().items(deepest).into()
    }
}

struct Reading {
    count: usize,
    wrong: Vec<String>,
}

impl Reading {
    fn items(&mut self, items: Value, at: &str, level: usize) -> Vec<Item> {
        let Value::Array(items) = items else {
            self.wrong.push(format!("Expected type: 'array' for field '{at}'"));
            return Vec::new();
        };
        if items.is_empty() {
            return Vec::new();
        }
        if level > LEVELS {
            self.wrong.push(format!("Value for field '{at}' too deep: a menu has {LEVELS} levels at the most"));
            return Vec::new();
        }
        self.count += items.len();
        if self.count > MOST {
            return Vec::new();
        }
        let read = |(nth, item)| self.item(item, &format!("{at}, {nth}"), level);
        items.into_iter().enumerate().map(read).collect()
    }

    fn item(&mut self, item: Value, at: &str, level: usize) -> Item {
        let Value::Object(mut item) = item else {
            self.wrong.push(format!("Expected type: 'object' for field '{at}'"));
            return Item::default();
        };
        let label = self.text(&mut item, "label", at).unwrap_or_default().trim().to_owned();
        if label.is_empty() {
            self.wrong.push(format!("Field '{at}, label' is required"));
        } else if label.chars().count() > LONGEST {
            self.wrong.push(format!("Value for field '{at}, label' too big, expected at most: '{LONGEST}'"));
        } else if label.chars().any(char::is_control) {
            self.wrong.push(format!("Value for field '{at}, label' must be a single line without control characters"));
        }
        let link = self.text(&mut item, "link", at).filter(|link| !link.is_empty());
        let link = link.map(|link| {
            let read = blocks::Link::try_from(link).map(String::from);
            // What is no link was said, all the same: it is not told to be lacking.
            read.unwrap_or_else(|wrong| {
                self.wrong.push(format!("Invalid value for field '{at}, link': {wrong}"));
                String::new()
            })
        });
        let items = match item.remove("items") {
            None | Some(Value::Null) => Vec::new(),
            Some(items) => self.items(items, &format!("{at}, items"), level + 1),
        };
        if link.is_none() && items.is_empty() {
            self.wrong.push(format!("Field '{at}, link' is required where nothing stands below"));
        }
        if !item.is_empty() {
            let names: Vec<&str> = item.keys().map(String::as_str).take(5).collect();
            self.wrong.push(format!("Unrecognized fields: '{at}, {}'", names.join(", ")));
        }
        Item { label, link, items }
    }

    fn text(&mut self, item: &mut Map<String, Value>, name: &str, at: &str) -> Option<String> {
        match item.remove(name)? {
            Value::String(text) => Some(text),
            Value::Null => None,
            _ => {
                self.wrong.push(format!("Expected type: 'string' for field '{at}, {name}'"));
                None
            }
        }
    }
}
