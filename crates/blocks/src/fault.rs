//! What is wrong with a content, where, and what to do about it.

use serde::Serialize;

/// One thing that keeps a content from being taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Where, as programs find it: `blocks[2].props.level`. Empty for the content as a whole.
    pub at: String,
    /// The id of the block it is in, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block: Option<String>,
    /// The field of that block: `level`, `buttons[0].link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is wrong and the remedy, in words.
    pub message: String,
}

impl Fault {
    /// About the content as a whole.
    pub(crate) fn whole(message: impl Into<String>) -> Self {
        Self { at: String::new(), block: None, field: None, message: message.into() }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.at.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.at, self.message) }
    }
}

impl std::error::Error for Fault {}
