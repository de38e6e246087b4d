//! What is seen of each statement.

use std::{
    fmt::Display,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// Counts statements, and tells of the slow ones.
pub(crate) struct Watch {
    statements: AtomicU64,
    slow: Duration,
}

impl Watch {
    /// Slower than this is told of.
    pub(crate) fn new(slow: Duration) -> Self {
        Self { statements: AtomicU64::new(0), slow }
    }

    /// How many there were.
    pub(crate) fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// One has ended: `text` as it is written in the program, `whole` with its values. Those are of people, so no warning has them.
    pub(crate) fn saw(&self, began: Instant, text: &str, whole: &dyn Display, is_done: bool) {
        self.statements.fetch_add(1, Ordering::Relaxed);
        let took = began.elapsed();
        // With values: only for measuring and for looking at queries (KONTOR_LOG=db::statement=trace).
        tracing::trace!(target: "db::statement", seconds = took.as_secs_f64(), sql = %whole);
        if took > self.slow {
            tracing::warn!(target: "db::statement", seconds = took.as_secs_f64(), sql = text, "a statement was slow");
        }
        if !is_done {
            metrics::counter!("db_statements_failed_total").increment(1);
        }
    }
}
