//! The one task that empties the queue.

use std::time::Duration;

use chrono::{DateTime, Utc};
use db::{Db, Tx, sea_orm::DbErr};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep, timeout_at},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{Line, line::Row, queue::dropped};

/// So many are written by one statement.
pub const AT_ONCE: usize = 500;
/// So long a line waits for others.
pub const EVERY: Duration = Duration::from_secs(1);
/// So long after a failure it is tried again.
const RETRY: Duration = Duration::from_secs(2);

pub(crate) struct Writer {
    db: Db,
    lines: mpsc::Receiver<Line>,
    /// What is being written.
    batch: Vec<Line>,
    stop: CancellationToken,
}

impl Writer {
    pub(crate) fn new(db: Db, lines: mpsc::Receiver<Line>, stop: CancellationToken) -> Self {
        Self { db, lines, batch: Vec::with_capacity(AT_ONCE), stop }
    }

    /// Writes until it is stopped or nobody is left who could call, and nothing waits.
    pub(crate) async fn run(mut self) {
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

    async fn next(&mut self) -> Option<Line> {
        if !self.lines.is_closed() {
            tokio::select! {
                biased;
                () = self.stop.cancelled() => self.lines.close(),
                line = self.lines.recv() => return line,
            }
        }
        self.lines.recv().await
    }

    /// Whatever is wrong with the database, the lines wait. What is wrong with a line would be wrong again, so the batch is cut
    /// in two until that line stands alone and is let go.
    async fn write_batch(&mut self) {
        let mut at_once = self.batch.len();
        while !self.batch.is_empty() {
            let part = at_once.min(self.batch.len());
            match write(&self.db, &self.batch[..part]).await {
                Ok(()) => drop(self.batch.drain(..part)),
                Err(error) if !error.blames_data() => {
                    warn(&error, self.batch.len(), "calls wait to be logged");
                    sleep(RETRY).await;
                }
                Err(_) if part > 1 => at_once = part / 2,
                Err(error) => {
                    warn(&error, 1, "a call could not be logged");
                    dropped(1);
                    self.batch.remove(0);
                    at_once = AT_ONCE;
                }
            }
        }
    }
}

/// It was aborted, or its runtime ends.
impl Drop for Writer {
    fn drop(&mut self) {
        let left = self.batch.len() + self.lines.len();
        if left > 0 {
            dropped(left);
            tracing::warn!(lines = left, "calls were not logged before the end");
        }
    }
}

fn warn(error: &db::Error, lines: usize, what: &'static str) {
    tracing::warn!(error = error as &dyn std::error::Error, lines, "{what}");
}

async fn write(db: &Db, batch: &[Line]) -> db::Result<()> {
    let tx = db.begin_system("log calls").await?;
    insert(&tx, batch).await?;
    touch_keys(&tx, batch).await?;
    tx.commit().await
}

/// A line outlives its shop, so none is asked for.
async fn insert(tx: &Tx, batch: &[Line]) -> db::Result<()> {
    let sql = "insert into public.api_audit_logs (organization_id, id, created_at, user_id, session_id, api_key_id,
          personal_key_id, impersonated_by, method, endpoint, path, status, duration_ms, address, user_agent, request_id)
        select l.* from json_to_recordset($1::text::json) as l (organization_id uuid, id uuid, at timestamptz, user_id uuid,
          session_id uuid, api_key_id uuid, personal_key_id uuid, impersonated_by uuid, method text, endpoint text,
          path text, status smallint, duration_ms integer, address text, user_agent text, request_id text)";
    let rows: Vec<Row<'_>> = batch.iter().map(Line::row).collect();
    let rows = serde_json::to_string(&rows).map_err(|error| db::Error::Internal(DbErr::Json(error.to_string())))?;
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
