//! What a job is, and how it says that it failed.

use std::{fmt, time::Duration};

use serde::{Serialize, de::DeserializeOwned};

use crate::JobContext;

/// A unit of background work: its fields are what it needs to know, kept as JSON until a worker runs it.
///
/// A job runs at least once: after a crash it runs again, so `run` must bear that. It gets no transaction, because none
/// may stay open while it works; it opens its own with [`JobContext::begin`].
///
/// ```
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize)]
/// struct RefreshPrices {
///     product: uuid::Uuid,
/// }
///
/// impl jobs::Job for RefreshPrices {
///     const NAME: &'static str = "catalog.refresh_prices";
///     type State = ();
///
///     async fn run(&self, ctx: &jobs::JobContext, (): &()) -> Result<(), jobs::JobError> {
///         let tx = ctx.begin().await?;
///         tx.commit().await?;
///         Ok(())
///     }
/// }
/// ```
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The name that the row carries: never change it while jobs wait.
    const NAME: &'static str;
    /// The queue, which has its own slots: slow work does not keep quick work waiting. Never change it either.
    const QUEUE: &'static str = "default";
    /// How often it is tried before it is put aside as dead.
    const MAX_ATTEMPTS: i32 = 12;
    /// How long one attempt may take; without it, the runner's own limit holds.
    const TIMEOUT: Option<Duration> = None;
    /// What of the application it works with, given when it is registered.
    type State: Clone + Send + Sync + 'static;

    /// Does the work.
    fn run(&self, ctx: &JobContext, state: &Self::State) -> impl Future<Output = Result<(), JobError>> + Send;
}

/// How a job failed. Every error turns into a [`JobError::Retry`] by `?`.
#[derive(Debug)]
pub enum JobError {
    /// Try again later, after the usual back-off or after what the other side asked for.
    Retry {
        /// Why.
        error: anyhow::Error,
        /// When to try again, instead of the back-off.
        after: Option<Duration>,
    },
    /// Trying again cannot help: dead at once.
    Fail(anyhow::Error),
}

impl JobError {
    /// Try again after `after`, whatever the back-off says.
    pub fn retry_after(after: Duration, error: impl Into<anyhow::Error>) -> Self {
        Self::Retry { error: error.into(), after: Some(after) }
    }

    /// Trying again cannot help.
    pub fn fail(error: impl Into<anyhow::Error>) -> Self {
        Self::Fail(error.into())
    }
}

// Not a std::error::Error on purpose: that is what makes this conversion from all others possible.
impl<E: Into<anyhow::Error>> From<E> for JobError {
    fn from(error: E) -> Self {
        Self::Retry { error: error.into(), after: None }
    }
}

impl fmt::Display for JobError {
    /// The error and its causes in one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Retry { error, .. } | Self::Fail(error)) = self;
        write!(f, "{error:#}")
    }
}
