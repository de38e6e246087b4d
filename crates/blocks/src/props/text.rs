//! Plain texts: kept as they were typed, and escaped by whoever shows them.

use crate::{form::Kind, props::checked};

checked! {
    /// A line of at most `MAX` characters.
    Line [const MAX]; |text| check_line(text, MAX); Kind::Text { max: MAX };
    { "type": "string", "maxLength": MAX, "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$" }
}

checked! {
    /// Plain text of at most `MAX` characters, with line breaks.
    Prose [const MAX]; |text| check_prose(text, MAX); Kind::Textarea { max: MAX };
    { "type": "string", "maxLength": MAX }
}

checked! {
    /// A short name by which something is found, such as a form's answers; empty while none is chosen.
    Key; check_key; Kind::Key;
    { "type": "string", "pattern": "^[a-z0-9_-]{0,64}$" }
}

/// Whether a text is a line.
pub(crate) fn check_line(text: &str, max: usize) -> Result<(), String> {
    check_length(text, max)?;
    match text.chars().find(|c| c.is_control()) {
        Some('\n' | '\r') => Err("must be one line: take the line break out".into()),
        Some(c) => Err(control(c)),
        None => Ok(()),
    }
}

/// Whether a text is plain, with line breaks.
pub(crate) fn check_prose(text: &str, max: usize) -> Result<(), String> {
    check_length(text, max)?;
    match text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        Some(c) => Err(control(c)),
        None => Ok(()),
    }
}

/// Whether a text is a key.
pub(crate) fn check_key(text: &str) -> Result<(), String> {
    if text.len() <= 64 && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-')) {
        return Ok(());
    }
    Err("must have at most 64 small letters, digits, '-' and '_': newsletter-2026".into())
}

fn check_length(text: &str, max: usize) -> Result<(), String> {
    // Bytes are at least as many as characters: most texts need not be counted.
    if text.len() <= max {
        return Ok(());
    }
    let length = text.chars().count();
    if length <= max { Ok(()) } else { Err(format!("has {length} characters: shorten it to {max}")) }
}

fn control(c: char) -> String {
    format!("holds the control character U+{:04X}: take it out", u32::from(c))
}
