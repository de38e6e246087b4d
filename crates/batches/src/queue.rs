//! Where lines wait.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{sync::mpsc, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{Lines, writer::Writer};

/// So many lines wait at most.
pub const QUEUE: usize = 20_000;
/// So long the last lines are tried to be written when the process ends.
const PATIENCE: Duration = Duration::from_secs(5);

/// Takes lines. Cheap to clone.
pub struct Queue<L: Lines> {
    inner: Arc<Inner<L>>,
}

struct Inner<L: Lines> {
    queue: mpsc::Sender<L::Line>,
    stop: CancellationToken,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl<L: Lines> Clone for Queue<L> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

impl<L: Lines> std::fmt::Debug for Queue<L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Queue").field("of", &L::WHAT).field("room", &self.inner.queue.capacity()).finish()
    }
}

impl<L: Lines + Sync> Queue<L> {
    /// Starts writing in the background, until [`Queue::close`].
    pub fn start(lines: L) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let stop = CancellationToken::new();
        let writer = tokio::spawn(Writer::new(lines, waiting, stop.clone()).run());
        Self { inner: Arc::new(Inner { queue, stop, writer: Mutex::new(Some(writer)) }) }
    }

    /// Takes a line, or lets it go when there is no room.
    pub fn note(&self, line: L::Line) {
        if self.inner.queue.try_send(line).is_err() {
            dropped::<L>(1);
        }
    }

    /// Takes no more lines and writes what waits: after the last answer, before the database is closed. While Postgres is
    /// away this gives up after a moment; what is lost then is counted.
    pub async fn close(&self) {
        self.inner.stop.cancel();
        let writer = self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut writer) = writer else {
            return;
        };
        if tokio::time::timeout(PATIENCE, &mut writer).await.is_err() {
            writer.abort();
            let _ = writer.await;
        }
    }
}

/// Counts lines that are lost.
pub(crate) fn dropped<L: Lines>(lines: usize) {
    metrics::counter!(L::DROPPED).increment(lines as u64);
}
