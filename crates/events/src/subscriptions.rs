//! Which jobs want which events.

use std::collections::BTreeMap;

use db::Db;
use jobs::{Job, Registry};
use serde_json::{Value, json};

/// The subscriptions of the services in this process. Each service makes some in its `subscriptions()`, the executable
/// merges them and writes them down when it starts.
#[derive(Debug, Clone, Default)]
pub struct Subscriptions {
    wanted: BTreeMap<(&'static str, &'static str), Target>,
}

#[derive(Debug, Clone, Copy)]
struct Target {
    queue: &'static str,
    max_attempts: i32,
}

impl Subscriptions {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// `J` is enqueued for every event that `pattern` matches: `order.placed`, `order.*` or `*`. An event that several
    /// patterns of `J` match is answered once.
    #[must_use]
    pub fn on<J: Job>(mut self, pattern: &'static str) -> Self {
        self.wanted.insert((J::NAME, pattern), Target { queue: J::QUEUE, max_attempts: J::MAX_ATTEMPTS });
        self
    }

    /// All subscriptions of both.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.wanted.extend(other.wanted);
        self
    }

    /// Writes the subscriptions down for the whole installation, in one statement. Those of jobs that this process knows
    /// and that are not wanted any more go; those of jobs that other processes know stay.
    pub async fn sync(&self, db: &Db, registry: &Registry) -> db::Result<()> {
        let wanted: Value = self
            .wanted
            .iter()
            .map(|((job, pattern), target)| {
                json!({ "job_name": job, "pattern": pattern, "queue": target.queue, "max_attempts": target.max_attempts })
            })
            .collect();
        let known: Value = registry.names().collect();
        let tx = db.begin_system("events.subscriptions.sync").await?;
        let changed = db::exec(&tx, SYNC, [wanted.into(), known.into()]).await?;
        tx.commit().await?;
        tracing::debug!(changed, "event subscriptions written down");
        Ok(())
    }
}

/// Sorted, so that two processes that start at a time cannot wait for each other.
const SYNC: &str = "
  with wanted as materialized (
    select * from jsonb_to_recordset($1::jsonb) as w (job_name text, pattern text, queue text, max_attempts integer)
  ),
  unwanted as (
    select s.organization_id, s.id from public.event_subscriptions s
    where s.organization_id = '00000000-0000-0000-0000-000000000000'
      and s.job_name in (select jsonb_array_elements_text($2::jsonb))
      and not exists (select from wanted w where w.job_name = s.job_name and w.pattern = s.pattern)
    order by s.id for update skip locked
  ),
  removed as (
    delete from public.event_subscriptions s using unwanted u
    where s.organization_id = u.organization_id and s.id = u.id
  )
  insert into public.event_subscriptions as s (job_name, pattern, queue, max_attempts)
  select job_name, pattern, queue, max_attempts from wanted order by job_name, pattern
  on conflict (organization_id, job_name, pattern) do update
  set queue = excluded.queue, max_attempts = excluded.max_attempts
  where (s.queue, s.max_attempts) is distinct from (excluded.queue, excluded.max_attempts)";
