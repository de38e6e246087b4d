//! Why there is no answer.

/// Why a call has no answer. Says nothing of what was sent.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Neither HTTPS, nor HTTP to this machine.
    #[error("{0} is not called: only https:// is, and http:// on this machine")]
    Address(String),
    /// No connection, or it broke.
    #[error("{host} cannot be reached: {reason}")]
    Unreachable {
        /// The server.
        host: String,
        /// What went wrong, as far as it is known.
        reason: String,
        /// Whether something may have reached it: false only where there was no connection.
        was_sent: bool,
    },
    /// It took too long.
    #[error("{0} did not answer in time")]
    TimedOut(String),
    /// The answer has more bytes than are read.
    #[error("{0} answered more than is read")]
    TooLarge(String),
    /// The answer is not the JSON that was expected.
    #[error("{0} answered something else than the JSON that was expected")]
    Json(String),
}
