//! A content that was looked at.

use serde::{Serialize, Serializer, ser::SerializeStruct};
use serde_json::Value;

use crate::{fault::Fault, notice::Notice, parse, registry::Block};

/// The blocks of a page, valid in form. Made by [`Content::parse`] alone, which is why it cannot be deserialised.
#[derive(Debug, Clone, Default)]
pub struct Content {
    pub(crate) blocks: Vec<Block>,
    /// What cleaning took out when it was parsed.
    pub(crate) taken_out: Vec<Notice>,
}

impl Content {
    /// Reads what somebody sent, or what lies in the database.
    ///
    /// # Errors
    /// Up to [`crate::MAX_FAULTS`] faults, each with its place and its remedy.
    pub fn parse(value: &Value) -> Result<Self, Vec<Fault>> {
        parse::parse(value)
    }

    /// The blocks at the top of the page.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// What is lacking before it should be published, what reads badly, and what was taken out of HTML.
    pub fn notices(&self) -> Vec<Notice> {
        crate::notice::notices(self)
    }

    /// As JSON; [`Content::parse`] makes the same content of it.
    pub fn to_value(&self) -> Value {
        // Strings as keys and finite numbers: nothing that JSON cannot say.
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl PartialEq for Content {
    /// What was taken out on the way does not count.
    fn eq(&self, other: &Self) -> bool {
        self.blocks == other.blocks
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut content = serializer.serialize_struct("Content", 1)?;
        content.serialize_field("blocks", &self.blocks)?;
        content.end()
    }
}
