//! What cannot be part of a mail, and the rules that headers and texts share.

use std::convert::Infallible;

/// Why something cannot be part of a mail. Never quotes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// Not an address of one person: `name@host`, in ASCII before the `@`, without quotes or blanks.
    #[error("it is no mail address like name@example.com")]
    Address,
    /// A name, a subject or a header's value with line breaks or other control characters, too long, or empty.
    #[error("it is empty, has line breaks or other control characters, or is longer than {LONGEST_LINE} bytes")]
    Line,
    /// A text that is empty or holds NUL.
    #[error("the text is empty or holds a NUL character")]
    Text,
    /// A header whose name is none, that is set by this crate, or that is given twice.
    #[error("this header cannot be set")]
    Header,
}

impl From<Infallible> for Invalid {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// So that with the header's name and without a blank to fold at, a line stays below SMTP's 998 bytes.
pub(crate) const LONGEST_LINE: usize = 900;

/// A text that may stand in a header: one line, and visible.
pub(crate) fn line(text: impl Into<String>) -> Result<String, Invalid> {
    let text = text.into();
    let is_line = !text.trim().is_empty() && text.len() <= LONGEST_LINE && !text.contains(is_control);
    if is_line { Ok(text) } else { Err(Invalid::Line) }
}

/// Control characters, and what Unicode calls line and paragraph separators.
fn is_control(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// A body, with every kind of line break made one: a lone CR means a line to some servers and nothing to others.
pub(crate) fn body(text: impl Into<String>) -> Result<String, Invalid> {
    let text = text.into();
    if text.trim().is_empty() || text.contains('\0') {
        return Err(Invalid::Text);
    }
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}
