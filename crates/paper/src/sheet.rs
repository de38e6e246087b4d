//! What stands on a paper, in the words and the order in which it is read.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A paper: all of its words. Kept as JSON, it is what the paper can be drawn from again.
///
/// What somebody may want forgotten of it is left out by its name ([`Sheet::customer`], [`Sheet::delivery_address`], [`Sheet::note`]); it
/// is read without them too.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// In which language it is written: `en`, `de-DE`.
    pub locale: String,
    /// When it was written.
    pub made_at: DateTime<Utc>,
    /// What it is: `Invoice 7`.
    pub title: String,
    /// Whose it is.
    pub shop: String,
    /// Where the shop is: lines of an address.
    #[serde(default)]
    pub sender: Vec<String>,
    /// Whom it is for: name and address, a line each.
    #[serde(default)]
    pub customer: Vec<String>,
    /// Where the goods go, where that is somewhere else.
    #[serde(default)]
    pub delivery_address: Option<Block>,
    /// What stands beside the address: number, date, order.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// The columns; the first one takes what room there is, the others what they need.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// What is listed.
    #[serde(default)]
    pub lines: Vec<Line>,
    /// What it comes to.
    #[serde(default)]
    pub sums: Vec<Sum>,
    /// What is said below: paragraphs.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What the shop says to this one.
    #[serde(default)]
    pub note: Option<String>,
    /// What stands at the foot of each page, beside each other.
    #[serde(default)]
    pub footer: Vec<String>,
}

/// Lines below a word.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Block {
    /// The word.
    pub title: String,
    /// The lines.
    pub lines: Vec<String>,
}

/// A word and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The word.
    pub label: String,
    /// The value.
    pub value: String,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// What stands above it.
    pub title: String,
}

/// One of what is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// A text for each column.
    pub cells: Vec<String>,
    /// What stands smaller below the first.
    #[serde(default)]
    pub below: Vec<String>,
}

/// A sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Of what.
    pub label: String,
    /// How much, as it is written.
    pub value: String,
    /// Whether it is what the others lead to.
    #[serde(default)]
    pub is_total: bool,
}
