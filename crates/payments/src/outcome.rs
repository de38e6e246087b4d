//! What came of a call.

use crate::{Fact, Failure};

/// What came of a call.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What is known.
    pub settled: Settled,
    /// How often it was sent now.
    pub tries: u32,
    /// The last status, if there was one.
    pub http_status: Option<u16>,
    /// The provider's id of the request, for its support.
    pub request: Option<String>,
    /// Whether the answer is that of an earlier request with the same key.
    pub was_replayed: bool,
}

impl Outcome {
    /// Whether it is an error that the provider gives as its answer under this key for ever: the call does nothing more.
    pub fn is_last_word(&self) -> bool {
        self.was_replayed && matches!(self.settled, Settled::Unknown(Doubt::Server(_)))
    }
}

/// What is known of a call.
#[derive(Debug, Clone)]
pub enum Settled {
    /// It is done.
    Succeeded(Answer),
    /// It is not done, and will not be by this key. What the provider says of the object stands beside.
    Failed(Failure, Vec<Fact>),
    /// Nobody knows whether it is done.
    Unknown(Doubt),
}

/// An object that was made or changed.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The provider's id.
    pub reference: String,
    /// What it says.
    pub facts: Vec<Fact>,
}

/// Why nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// No connection: nothing was sent this time.
    #[error("the payment provider cannot be reached")]
    Unreachable,
    /// Something was sent, and no answer came in time.
    #[error("the payment provider did not answer in time")]
    TimedOut,
    /// Something was sent, and the connection broke.
    #[error("the connection to the payment provider broke")]
    Broken,
    /// The server says that it failed, and not at what.
    #[error("the payment provider answered {0}")]
    Server(u16),
    /// Too many calls, or the same call is under way.
    #[error("the payment provider is busy ({0})")]
    Busy(u16),
    /// An answer that cannot be read.
    #[error("the payment provider's answer cannot be read")]
    Unreadable,
    /// The key is known for other bytes: something of that name was sent before.
    #[error("the payment provider knows the key of this call for another one")]
    KeyTaken,
    /// So old that its key may be forgotten: sent again, it would happen again. It was not sent.
    #[error("this call is too old to be sent again")]
    TooOld,
    /// This process asks more of the account than it may: nothing was sent this time.
    #[error("too much is being asked of the payment provider")]
    Crowded,
    /// A walk cannot go on: the place at which it stood is not known any more.
    #[error("the payment provider does not know the place any more from which to go on")]
    Forgotten,
    /// The account was closed to us.
    #[error("the payment provider does not let this account in")]
    ShutOut,
}

impl Doubt {
    /// As `payment_attempts.error_code` has it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed_out",
            Self::Broken => "connection_broke",
            Self::Server(_) => "server_error",
            Self::Busy(_) => "busy",
            Self::Unreadable => "unreadable",
            Self::KeyTaken => "key_taken",
            Self::TooOld => "too_old",
            Self::Crowded => "crowded",
            Self::Forgotten => "forgotten",
            Self::ShutOut => "shut_out",
        }
    }

    /// Whether sending the same again soon may clear it up.
    pub fn may_pass(&self) -> bool {
        !matches!(self, Self::KeyTaken | Self::TooOld | Self::Forgotten | Self::ShutOut)
    }
}
