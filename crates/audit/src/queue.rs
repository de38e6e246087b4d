//! Where lines wait.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use db::{Clock, Db};
use tokio::{sync::mpsc, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{Line, writer::Writer};

/// So many lines wait at most.
pub const QUEUE: usize = 20_000;
/// So long the last lines are tried to be written when the process ends.
const PATIENCE: Duration = Duration::from_secs(5);

/// Takes lines. Cheap to clone.
#[derive(Clone)]
pub struct Audit {
    inner: Arc<Inner>,
}

struct Inner {
    queue: mpsc::Sender<Line>,
    clock: Arc<dyn Clock>,
    trusted_proxies: Vec<web::IpNet>,
    stop: CancellationToken,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl std::fmt::Debug for Audit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Audit").field("room", &self.inner.queue.capacity()).finish()
    }
}

impl Audit {
    /// Starts writing in the background, until [`Audit::close`].
    pub fn start(db: Db, trusted_proxies: Vec<web::IpNet>) -> Self {
        let (queue, lines) = mpsc::channel(QUEUE);
        let (clock, stop) = (Arc::clone(db.clock()), CancellationToken::new());
        let writer = tokio::spawn(Writer::new(db, lines, stop.clone()).run());
        let writer = Mutex::new(Some(writer));
        Self { inner: Arc::new(Inner { queue, clock, trusted_proxies, stop, writer }) }
    }

    /// Takes a line, or lets it go when there is no room.
    pub fn note(&self, line: Line) {
        if self.inner.queue.try_send(line).is_err() {
            dropped(1);
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

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.inner.clock.now()
    }

    pub(crate) fn trusted_proxies(&self) -> &[web::IpNet] {
        &self.inner.trusted_proxies
    }
}

/// Counts lines that are lost.
pub(crate) fn dropped(lines: usize) {
    metrics::counter!("audit_dropped_total").increment(lines as u64);
}
