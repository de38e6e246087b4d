//! The one task that empties the queue.

use std::time::Duration;

use tokio::{
    sync::mpsc,
    time::{Instant, sleep, timeout_at},
};
use tokio_util::sync::CancellationToken;

use crate::{Lines, queue::dropped};

/// So many are written by one statement.
pub const AT_ONCE: usize = 500;
/// So long a line waits for others.
pub const EVERY: Duration = Duration::from_secs(1);
/// So long after a failure it is tried again.
const RETRY: Duration = Duration::from_secs(2);

pub(crate) struct Writer<L: Lines> {
    lines: L,
    waiting: mpsc::Receiver<L::Line>,
    /// What is being written.
    batch: Vec<L::Line>,
    stop: CancellationToken,
}

impl<L: Lines> Writer<L> {
    pub(crate) fn new(lines: L, waiting: mpsc::Receiver<L::Line>, stop: CancellationToken) -> Self {
        Self { lines, waiting, batch: Vec::with_capacity(AT_ONCE), stop }
    }

    /// Writes until it is stopped or nobody is left who could add a line, and nothing waits.
    pub(crate) async fn run(mut self)
    where
        L: Sync,
    {
        while self.gather().await {
            self.write_batch().await;
        }
    }

    /// Waits for lines, and a moment for more. False when there will be none.
    async fn gather(&mut self) -> bool {
        let Some(first) = self.next().await else {
            return false;
        };
        self.batch.push(first);
        let until = Instant::now() + EVERY;
        while self.batch.len() < AT_ONCE
            && let Ok(Some(line)) = timeout_at(until, self.next()).await
        {
            self.batch.push(line);
        }
        true
    }

    async fn next(&mut self) -> Option<L::Line> {
        if !self.waiting.is_closed() {
            tokio::select! {
                biased;
                () = self.stop.cancelled() => self.waiting.close(),
                line = self.waiting.recv() => return line,
            }
        }
        self.waiting.recv().await
    }

    /// Whatever is wrong with the database, the lines wait. What is wrong with a line would be wrong again, so the batch is cut
    /// in two until that line stands alone and is let go.
    async fn write_batch(&mut self) {
        let mut at_once = self.batch.len();
        while !self.batch.is_empty() {
            let part = at_once.min(self.batch.len());
            match self.lines.write(&self.batch[..part]).await {
                Ok(()) => drop(self.batch.drain(..part)),
                Err(error) if !error.blames_data() => {
                    warn::<L>(&error, self.batch.len(), "lines wait to be written");
                    sleep(RETRY).await;
                }
                Err(_) if part > 1 => at_once = part / 2,
                Err(error) => {
                    warn::<L>(&error, 1, "a line could not be written");
                    dropped::<L>(1);
                    self.batch.remove(0);
                    at_once = AT_ONCE;
                }
            }
        }
    }
}

/// It was aborted, or its runtime ends.
impl<L: Lines> Drop for Writer<L> {
    fn drop(&mut self) {
        let left = self.batch.len() + self.waiting.len();
        if left > 0 {
            dropped::<L>(left);
            tracing::warn!(of = L::WHAT, lines = left, "lines were not written before the end");
        }
    }
}

fn warn<L: Lines>(error: &db::Error, lines: usize, what: &'static str) {
    tracing::warn!(error = error as &dyn std::error::Error, of = L::WHAT, lines, "{what}");
}
