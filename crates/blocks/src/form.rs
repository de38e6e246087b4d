//! What the editor makes its palette and its side panel of, and what values are looked at by.

use serde::Serialize;
use serde_json::Value;

/// A type of blocks, as the editor offers it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Form {
    /// Its name in JSON: `product_grid`.
    #[serde(rename = "type")]
    pub type_name: &'static str,
    /// Its name in the palette.
    pub title: &'static str,
    /// What it is for.
    pub description: String,
    /// Where it stands in the palette.
    pub group: Group,
    /// The name of its icon.
    pub icon: &'static str,
    /// The props of a new block; ids are given to it and its entries afterwards ([`crate::give_ids`]).
    pub defaults: Value,
    /// Its props in the order of the side panel.
    pub fields: Vec<Field>,
}

/// A part of the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Words.
    Text,
    /// Pictures and films.
    Media,
    /// What holds other blocks, or none.
    Layout,
    /// What is sold.
    Shop,
    /// What is written about it.
    Blog,
    /// What visitors fill in.
    Forms,
    /// What needs care.
    Advanced,
}

/// A prop.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its name in the side panel.
    pub title: &'static str,
    /// What it does.
    pub help: String,
    /// How it is edited, and what it may be.
    #[serde(flatten)]
    pub kind: Kind,
    /// Whether it is edited by clicking it on the page.
    pub inline: bool,
    /// Whether it must be there before the page is published.
    pub needed: bool,
    /// Only shown while another prop has this value; what it holds is kept meanwhile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown_when: Option<When>,
}

/// A condition on another prop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct When {
    /// The other prop.
    pub field: &'static str,
    /// What it must be.
    pub is: &'static str,
}

/// One of a closed set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// In JSON.
    pub value: &'static str,
    /// In the side panel.
    pub title: &'static str,
}

/// How a prop is edited, with its limits. Lengths count characters.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// A line of plain text.
    Text {
        /// The longest.
        max: usize,
    },
    /// Plain text with line breaks.
    Textarea {
        /// The longest.
        max: usize,
    },
    /// Words with emphasis, links, lists.
    RichText {
        /// The longest HTML.
        max: usize,
    },
    /// HTML, made harmless.
    Html {
        /// The longest HTML.
        max: usize,
    },
    /// A whole number.
    Number {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// One of a closed set.
    Select {
        /// The set.
        options: Vec<Choice>,
    },
    /// One of the theme's colours.
    Color {
        /// Their names.
        options: Vec<Choice>,
    },
    /// Yes or no.
    Toggle,
    /// A file of the media library.
    Media,
    /// A product.
    Product,
    /// Products in an order.
    Products {
        /// How many at most.
        max: usize,
    },
    /// A collection.
    Collection,
    /// A category.
    Category,
    /// A reusable block.
    Reusable,
    /// An address, or something of the shop.
    Link,
    /// The address of a film.
    Video,
    /// The point of a picture that must stay in view, `{"x":0.5,"y":0.5}` from its upper left corner.
    FocalPoint,
    /// A short name by which something is found: small letters, digits, `-` and `_`.
    Key,
    /// A list of short texts.
    Words {
        /// How many at most.
        max: usize,
        /// The longest.
        length: usize,
    },
    /// Entries with ids and fields of their own.
    List {
        /// What an entry has.
        fields: Vec<Field>,
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
    },
    /// Blocks.
    Slot {
        /// Which types may stand in it.
        allow: Vec<&'static str>,
    },
}
