//! The queue, and the one task that empties it.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use db::{Clock, Db, Tx};
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::Line;

/// So many lines wait at most.
pub const QUEUE: usize = 20_000;
/// So many are written by one statement.
pub const AT_ONCE: usize = 500;
/// So long a line waits for others.
pub const EVERY: Duration = Duration::from_secs(1);
/// So long after a failure it is tried again.
const RETRY: Duration = Duration::from_secs(2);

/// Takes lines. Cheap to clone.
#[derive(Clone)]
pub struct Audit {
    inner: Arc<Inner>,
}

struct Inner {
    queue: mpsc::Sender<Line>,
    clock: Arc<dyn Clock>,
    trusted_proxies: Vec<web::IpNet>,
    hurry: Notify,
}

impl std::fmt::Debug for Audit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Audit").field("room", &self.inner.queue.capacity()).finish()
    }
}

impl Audit {
    /// Starts writing in the background, until `stop`; what waits then is still written.
    pub fn start(db: Db, trusted_proxies: Vec<web::IpNet>, stop: CancellationToken) -> Self {
        let (queue, lines) = mpsc::channel(QUEUE);
        let clock = Arc::clone(db.clock());
        let audit = Self { inner: Arc::new(Inner { queue, clock, trusted_proxies, hurry: Notify::new() }) };
        tokio::spawn(write_for_ever(db, lines, audit.clone(), stop));
        audit
    }

    /// Takes a line, or lets it go when there is no room.
    pub fn note(&self, line: Line) {
        match self.inner.queue.try_send(line) {
            Ok(()) if self.inner.queue.max_capacity() - self.inner.queue.capacity() >= AT_ONCE => {
                self.inner.hurry.notify_one();
            }
            Ok(()) => {}
            Err(_) => metrics::counter!("audit_dropped_total").increment(1),
        }
    }

    /// Has what waits written now: a log that is about to be read should not miss the last second.
    pub fn hurry(&self) {
        self.inner.hurry.notify_one();
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.inner.clock.now()
    }

    pub(crate) fn trusted_proxies(&self) -> &[web::IpNet] {
        &self.inner.trusted_proxies
    }
}

async fn write_for_ever(db: Db, mut lines: mpsc::Receiver<Line>, audit: Audit, stop: CancellationToken) {
    let mut batch = Vec::with_capacity(AT_ONCE);
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => {}
            () = audit.inner.hurry.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
        while fill(&mut batch, &mut lines) {
            if let Err(error) = write(&db, &batch).await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    lines = batch.len(),
                    "calls could not be logged"
                );
                if !matches!(error, db::Error::Unavailable(_) | db::Error::Timeout(_) | db::Error::Conflict(_)) {
                    // It would fail again, and hold up all that come after it.
                    metrics::counter!("audit_dropped_total").increment(batch.len() as u64);
                    batch.clear();
                }
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(RETRY) => {}
                }
            } else {
                batch.clear();
            }
        }
    }
}

/// Whether there is anything to write.
fn fill(batch: &mut Vec<Line>, lines: &mut mpsc::Receiver<Line>) -> bool {
    while batch.len() < AT_ONCE
        && let Ok(line) = lines.try_recv()
    {
        batch.push(line);
    }
    !batch.is_empty()
}

async fn write(db: &Db, batch: &[Line]) -> db::Result<()> {
    let tx = db.begin_system("log calls").await?;
    insert(&tx, batch).await?;
    touch_keys(&tx, batch).await?;
    tx.commit().await
}

/// A shop that was deleted meanwhile takes its lines with it.
async fn insert(tx: &Tx, batch: &[Line]) -> db::Result<()> {
    let sql = "insert into public.api_audit_logs (organization_id, id, created_at, user_id, session_id, api_key_id,
          personal_key_id, impersonated_by, method, endpoint, path, status, duration_ms, address, user_agent, request_id)
        select l.* from jsonb_to_recordset($1) as l (organization_id uuid, id uuid, at timestamptz, user_id uuid,
          session_id uuid, api_key_id uuid, personal_key_id uuid, impersonated_by uuid, method text, endpoint text,
          path text, status smallint, duration_ms integer, address text, user_agent text, request_id text)
        join auth.organization o on o.id = l.organization_id";
    let rows: serde_json::Value = batch.iter().map(Line::row).collect();
    db::exec(tx, sql, [rows.into()]).await.map(drop)
}

/// When each secret key of the batch was last used, in the order of the keys, so that two processes do not lock crosswise.
async fn touch_keys(tx: &Tx, batch: &[Line]) -> db::Result<()> {
    let used: Vec<(Uuid, DateTime<Utc>)> =
        batch.iter().filter_map(|line| Some((line.actor.api_key?, line.at))).collect();
    if used.is_empty() {
        return Ok(());
    }
    let sql = "insert into public.api_key_uses as u (organization_id, api_key_id, last_used_at)
        select k.organization_id, k.id, max(l.at)
        from unnest($1::uuid[], $2::timestamptz[]) as l (id, at) join public.api_keys k on k.id = l.id
        group by 1, 2 order by 1, 2
        on conflict (organization_id, api_key_id) do update
          set last_used_at = greatest(u.last_used_at, excluded.last_used_at)";
    let (ids, times): (Vec<Uuid>, Vec<DateTime<Utc>>) = used.into_iter().unzip();
    db::exec(tx, sql, [ids.into(), times.into()]).await.map(drop)
}
