//! How long the queues are. A full count, so sampled rarely.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use db::{Db, sea_orm::FromQueryResult};

/// Sets the gauges of the queues: `jobs_ready`, `jobs_scheduled`, `jobs_running`, `jobs_dead` and
/// `jobs_oldest_ready_seconds`, by queue.
#[derive(Debug, Default)]
pub struct Gauges {
    /// A queue that is empty now must go back to zero.
    seen: BTreeSet<String>,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    queue: String,
    ready: i64,
    scheduled: i64,
    running: i64,
    dead: i64,
    oldest: Option<DateTime<Utc>>,
}

impl Gauges {
    /// Counts and sets.
    pub async fn sample(&mut self, db: &Db) -> db::Result<()> {
        let tx = db.begin_system("jobs.gauges").await?;
        let rows: Vec<Row> = db::fetch_all(
            &tx,
            "select queue, count(*) filter (where status = 'ready') as ready, \
               count(*) filter (where status = 'scheduled') as scheduled, \
               count(*) filter (where status = 'running') as running, \
               count(*) filter (where status = 'dead') as dead, \
               min(run_at) filter (where status = 'ready') as oldest \
             from public.jobs group by queue",
            [],
        )
        .await?;
        tx.commit().await?;
        for gone in self.seen.iter().filter(|queue| rows.iter().all(|row| row.queue != **queue)) {
            set(gone, [0, 0, 0, 0], 0.0);
        }
        let now = db.clock().now();
        for row in rows {
            let oldest = row.oldest.and_then(|oldest| (now - oldest).to_std().ok()).unwrap_or_default();
            set(&row.queue, [row.ready, row.scheduled, row.running, row.dead], oldest.as_secs_f64());
            self.seen.insert(row.queue);
        }
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "a gauge may be off by one from 2^53 jobs on")]
fn set(queue: &str, [ready, scheduled, running, dead]: [i64; 4], oldest: f64) {
    let queue = queue.to_owned();
    metrics::gauge!("jobs_ready", "queue" => queue.clone()).set(ready as f64);
    metrics::gauge!("jobs_scheduled", "queue" => queue.clone()).set(scheduled as f64);
    metrics::gauge!("jobs_running", "queue" => queue.clone()).set(running as f64);
    metrics::gauge!("jobs_dead", "queue" => queue.clone()).set(dead as f64);
    metrics::gauge!("jobs_oldest_ready_seconds", "queue" => queue).set(oldest);
}
