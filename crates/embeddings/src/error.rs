//! Why there is no vector.

use std::time::Duration;

/// Why a text has no vector.
#[derive(Debug, thiserror::Error)]
pub enum EmbedError {
    /// Nobody answers just now; trying later helps.
    #[error("no embeddings are made just now: {reason}")]
    Unavailable {
        /// Why.
        #[source]
        reason: anyhow::Error,
        /// When to try again, if that was said.
        retry_after: Option<Duration>,
    },
    /// Trying again cannot help: the key, the model or an answer is wrong.
    #[error("embeddings are refused: {0}")]
    Refused(#[source] anyhow::Error),
}

impl EmbedError {
    pub(crate) fn unavailable(reason: impl Into<anyhow::Error>) -> Self {
        Self::Unavailable { reason: reason.into(), retry_after: None }
    }

    pub(crate) fn refused(reason: impl std::fmt::Display) -> Self {
        Self::Refused(anyhow::anyhow!("{reason}"))
    }
}
