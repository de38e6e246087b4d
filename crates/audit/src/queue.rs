//! Where lines wait.

use std::sync::Arc;

use batches::Queue;
use chrono::{DateTime, Utc};
use db::{Clock, Db};

use crate::{Line, writer::Calls};

/// Takes lines. Cheap to clone.
#[derive(Clone)]
pub struct Audit {
    queue: Queue<Calls>,
    inner: Arc<Inner>,
}

struct Inner {
    clock: Arc<dyn Clock>,
    trusted_proxies: Vec<web::IpNet>,
}

impl std::fmt::Debug for Audit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Audit").field("queue", &self.queue).finish_non_exhaustive()
    }
}

impl Audit {
    /// Starts writing in the background, until [`Audit::close`].
    pub fn start(db: Db, trusted_proxies: Vec<web::IpNet>) -> Self {
        let clock = Arc::clone(db.clock());
        Self { queue: Queue::start(Calls(db)), inner: Arc::new(Inner { clock, trusted_proxies }) }
    }

    /// Takes a line, or lets it go when there is no room.
    pub fn note(&self, line: Line) {
        self.queue.note(line);
    }

    /// Takes no more lines and writes what waits: [`Queue::close`].
    pub async fn close(&self) {
        self.queue.close().await;
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.inner.clock.now()
    }

    pub(crate) fn trusted_proxies(&self) -> &[web::IpNet] {
        &self.inner.trusted_proxies
    }
}
