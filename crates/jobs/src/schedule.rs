//! Work at fixed times. Somebody ticks (the worker's scheduler, in every worker process); what a tick does is idempotent,
//! so that it does not matter how many tick, how late, or how often.

use chrono::{DateTime, SubsecRound, Utc};
use croner::{
    Cron,
    parser::{CronParser, Seconds},
};
use db::{Db, sea_orm::FromQueryResult};
use serde_json::Value;

use crate::Job;

/// A job that is enqueued whenever a cron pattern matches, in UTC.
#[derive(Debug, Clone)]
pub struct Schedule {
    name: &'static str,
    cron: Cron,
    pattern: String,
    job: &'static str,
    queue: &'static str,
    max_attempts: i32,
    payload: Value,
}

/// Why a schedule cannot be.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// The pattern is not cron.
    #[error("the pattern {pattern:?} of schedule {name} is not one of cron's")]
    Pattern {
        /// The schedule.
        name: &'static str,
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        #[source]
        source: croner::errors::CronError,
    },
    /// The job does not serialise.
    #[error("the job of schedule {name} does not serialise")]
    Payload {
        /// The schedule.
        name: &'static str,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

impl Schedule {
    /// `name` identifies the schedule for ever; `pattern` has five fields, or six with seconds first.
    pub fn new<J: Job>(name: &'static str, pattern: &str, job: &J) -> Result<Self, ScheduleError> {
        let pattern = match pattern.split_whitespace().count() {
            5 => format!("0 {pattern}"),
            _ => pattern.to_owned(),
        };
        // As tokio-cron-scheduler reads it.
        let parser = CronParser::builder().seconds(Seconds::Required).dom_and_dow(true).build();
        let cron = parser.parse(&pattern).map_err(|source| ScheduleError::Pattern {
            name,
            pattern: pattern.clone(),
            source,
        })?;
        let payload = serde_json::to_value(job).map_err(|source| ScheduleError::Payload { name, source })?;
        Ok(Self { name, cron, pattern, job: J::NAME, queue: J::QUEUE, max_attempts: J::MAX_ATTEMPTS, payload })
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its pattern, with seconds.
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// The latest slot that has begun by `now`.
    pub fn slot_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // Croner keeps the fraction of a second, and one slot must have one key.
        self.cron.find_previous_occurrence(&now.trunc_subsecs(0), true).ok()
    }
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// Enqueues the slot that has begun, unless somebody did. Says whether it was us.
pub async fn tick(db: &Db, schedule: &Schedule) -> db::Result<bool> {
    Ok(advance(db, std::slice::from_ref(schedule), true).await? > 0)
}

/// Enqueues, once, what was missed while no worker ran, and says of how many schedules. A schedule that was never heard
/// of before misses nothing: it begins with its next slot.
pub async fn catch_up(db: &Db, schedules: &[Schedule]) -> db::Result<u64> {
    advance(db, schedules, false).await
}

/// Of all who try, only the one who moves `last_slot` enqueues. Sorted, so that two cannot wait for each other.
const ADVANCE: &str = "
  with slot as materialized (
    select * from jsonb_to_recordset($1::jsonb) as s
      (name text, slot timestamptz, job text, queue text, max_attempts integer, payload jsonb)
    order by name
  ),
  moved as (
    insert into public.job_schedules as k (name, last_slot)
    select name, slot from slot order by name
    on conflict (organization_id, name) do update set last_slot = excluded.last_slot
    where k.last_slot < excluded.last_slot
    returning k.name, (xmax = 0) as is_new
  ),
  enqueued as (
    insert into public.jobs (queue, name, payload, max_attempts, run_at, unique_key)
    select s.queue, s.job, coalesce(s.payload, 'null'), s.max_attempts, s.slot,
      s.name || '@' || to_char(s.slot at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')
    from slot s join moved m on m.name = s.name
    where $2 or not m.is_new
    on conflict (organization_id, unique_key) where status <> 'dead' do nothing
    returning 1
  )
  select count(*) as count from enqueued";

async fn advance(db: &Db, schedules: &[Schedule], new_ones_too: bool) -> db::Result<u64> {
    let now = db.clock().now();
    let slots: Vec<Value> = schedules
        .iter()
        .filter_map(|schedule| {
            let slot = schedule.slot_at(now)?;
            Some(serde_json::json!({
                "name": schedule.name, "slot": slot, "job": schedule.job, "queue": schedule.queue,
                "max_attempts": schedule.max_attempts, "payload": schedule.payload,
            }))
        })
        .collect();
    if slots.is_empty() {
        return Ok(0);
    }
    let tx = db.begin_system("jobs.schedule").await?;
    let row: Count = db::fetch_one(&tx, ADVANCE, [Value::Array(slots).into(), new_ones_too.into()]).await?;
    tx.commit().await?;
    Ok(row.count.unsigned_abs())
}

#[cfg(test)]
mod tests;
