//! Lines that are written beside the requests that they tell of.
//!
//! Owns the queue in which lines wait, and the one task that writes them in batches: who called what (`audit`), and who looked
//! at what (`analytics`).
//!
//! Must never delay a request, fail one, or grow without bound: when Postgres is away the queue fills, and what does not fit is
//! counted ([`Lines::DROPPED`]) and let go.
//!
//! A crash loses at most what waits: [`EVERY`] or [`AT_ONCE`] lines; an orderly end, [`Queue::close`] after the last answer,
//! loses none while Postgres is there.

mod queue;
mod writer;

use std::future::Future;

pub use queue::{QUEUE, Queue};
pub use writer::{AT_ONCE, EVERY};

/// What is written.
pub trait Lines: Send + 'static {
    /// One of them.
    type Line: Send + 'static;

    /// The counter of those that are lost: `audit_dropped_total`.
    const DROPPED: &'static str;
    /// What they are, for the log: `calls`.
    const WHAT: &'static str;

    /// Writes a batch, whole or not at all: it is tried again for as long as the database is away, and cut in two where it blames the data.
    fn write(&self, batch: &[Self::Line]) -> impl Future<Output = db::Result<()>> + Send;
}
