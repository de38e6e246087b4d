//! How sending fails, by what can be done about it.

use std::fmt::Display;

const LONGEST_REASON: usize = 400;

/// Why a mail was not sent. Holds what the server said, and never what the mail says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Later it may go through: the server was away, slow or busy (4xx), did not let us in, or the disk is full.
    #[error("the mail was not sent, and will be tried again: {0}")]
    Temporary(String),
    /// It will never go through: the server refused this mail, its sender or its recipient (5xx).
    #[error("the mail was refused: {0}")]
    Permanent(String),
}

impl Error {
    pub(crate) fn temporary(step: &str, reason: impl Display) -> Self {
        Self::Temporary(one_line(step, reason))
    }

    pub(crate) fn permanent(step: &str, reason: impl Display) -> Self {
        Self::Permanent(one_line(step, reason))
    }
}

/// The server's words come from outside and end in logs: one line of a few hundred bytes, without control characters.
fn one_line(step: &str, reason: impl Display) -> String {
    let mut text = format!("{step}: {reason}").replace(char::is_control, " ");
    let end = text.floor_char_boundary(LONGEST_REASON);
    text.truncate(end);
    text
}
