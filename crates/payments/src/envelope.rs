//! What a provider tells by itself: the envelope of an event, and why one is not taken.

use chrono::{DateTime, Utc};

use crate::Told;

/// As much of an event as is needed to keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The event. Of a thin one the snapshot's, so that what is told in both ways is one.
    pub event: String,
    /// What happened: `payment_intent.succeeded`
    pub kind: String,
    /// The object that it happened to.
    pub object: Option<String>,
    /// What that is: `payment_intent`
    pub object_kind: Option<String>,
    /// The connected account, if it is one's.
    pub account: Option<String>,
    /// The version in which it is written.
    pub api_version: Option<String>,
    /// Whether it is about money.
    pub is_live: Option<bool>,
    /// When it happened; the same each time it is told.
    pub created: DateTime<Utc>,
}

/// Why an event is not taken: the answer is 400, of [`NotTaken::TooLarge`] 413.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// More bytes than an event has.
    #[error("the body has more bytes than an event has")]
    TooLarge,
    /// No signature, or one that cannot be read.
    #[error("the signature is missing or cannot be read")]
    NoSignature,
    /// Signed too long ago, or in the future.
    #[error("the signature is of another time")]
    Stale,
    /// Signed with no secret of ours, or for other bytes.
    #[error("the signature is wrong")]
    Wrong,
    /// Signed, and no event.
    #[error("the body is no event")]
    NoEvent,
}

/// What an event says.
#[derive(Debug, Clone)]
pub enum Reading {
    /// Something to be applied.
    Facts(Vec<Told>),
    /// Known, and nothing to do.
    Noted,
    /// Not known.
    Ignored,
    /// Known, and not readable: somebody has to look at it.
    Unreadable(String),
}
