//! By what blocks and entries are found.

use crate::{form::Kind, props::checked};

checked! {
    /// An id of a block, one in the whole content, or of an entry, one in its list.
    Id; check; Kind::Text { max: 64 };
    { "type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$" }
}

/// Whether a text is an id.
pub(crate) fn check(text: &str) -> Result<(), String> {
    let fits =
        (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if fits { Ok(()) } else { Err("must have 1 to 64 letters, digits, '-' and '_'".into()) }
}
