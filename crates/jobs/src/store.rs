//! The statements of the queue. Time is always the caller's.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use db::{Db, Tx, sea_orm::FromQueryResult};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{Trace, outcome::Verdict};

/// A job and which attempt at it: what a lease is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Lease {
    pub(crate) organization_id: Uuid,
    pub(crate) id: Uuid,
    pub(crate) attempt: i32,
}

/// A job that is now ours.
#[derive(Debug)]
pub(crate) struct Claimed {
    pub(crate) lease: Lease,
    pub(crate) name: String,
    /// Of the row: it may have been enqueued when the job still named another one.
    pub(crate) queue: String,
    pub(crate) payload: Value,
    pub(crate) max_attempts: i32,
    pub(crate) run_at: DateTime<Utc>,
    pub(crate) trace: Trace,
}

/// What is wanted of one queue.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Want {
    pub(crate) queue: &'static str,
    pub(crate) slots: usize,
    /// The shop whose turn it is.
    pub(crate) after: Uuid,
}

/// What a look at the queue found.
#[derive(Debug, Default)]
pub(crate) struct Look {
    pub(crate) claimed: Vec<Claimed>,
    /// The shop whose turn is next, per queue.
    pub(crate) turns: Vec<(String, Uuid)>,
    /// Whether there is more to be had at once.
    pub(crate) more: bool,
    /// When the next job is due or the next lease ends.
    pub(crate) next_at: Option<DateTime<Utc>>,
}

/// The tables of a queue are empty in one minute and huge in the next, so what the planner knows of them is always wrong:
/// it is told to walk the indexes, and to plan once per connection.
const WALK_INDEXES: &str = "select set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true), \
    set_config('enable_bitmapscan', 'off', true), set_config('enable_hashjoin', 'off', true), \
    set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true), \
    set_config('plan_cache_mode', 'force_generic_plan', true)";

pub(crate) async fn begin(db: &Db, reason: &'static str) -> db::Result<Tx> {
    let tx = db.begin_system(reason).await?;
    db::exec(&tx, WALK_INDEXES, []).await?;
    Ok(tx)
}

#[derive(Debug, Clone, FromQueryResult)]
struct Row {
    queue: Option<String>,
    organization_id: Option<Uuid>,
    share: Option<i32>,
    id: Option<Uuid>,
    name: Option<String>,
    payload: Option<Value>,
    attempt: Option<i32>,
    max_attempts: Option<i32>,
    run_at: Option<DateTime<Utc>>,
    trace: Option<Value>,
    tended: i64,
    next_at: Option<DateTime<Utc>>,
}

pub(crate) async fn claim(
    tx: &Tx,
    wants: &[Want],
    names: &Value,
    worker: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> db::Result<Look> {
    let wanted = serde_json::json!(wants);
    let rows: Vec<Row> = db::fetch_all(
        tx,
        include_str!("sql/claim.sql"),
        [wanted.into(), names.clone().into(), worker.into(), now.into(), until.into()],
    )
    .await?;
    Ok(read(rows, wants))
}

fn read(rows: Vec<Row>, wants: &[Want]) -> Look {
    let mut look = Look::default();
    for want in wants {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.queue.as_deref() == Some(want.queue)).collect();
        let claimed = rows.iter().filter(|row| row.id.is_some()).count();
        let shops: HashSet<Uuid> = rows.iter().filter_map(|row| row.organization_id).collect();
        let full = claimed >= want.slots;
        let turn = if full { rows.iter().rfind(|row| row.id.is_some()) } else { rows.last() };
        let around = shops.len() < want.slots;
        if let Some(last) = turn.and_then(|row| row.organization_id).filter(|_| full || !around) {
            look.turns.push((want.queue.to_owned(), Uuid::from_u128(last.as_u128().wrapping_add(1))));
        }
        let cut_off = shops.len() > 1
            && shops.iter().any(|shop| {
                let of_shop = |row: &&&Row| row.organization_id == Some(*shop) && row.id.is_some();
                let share = rows.iter().find(|row| row.organization_id == Some(*shop)).and_then(|row| row.share);
                rows.iter().filter(of_shop).count()
                    >= share.and_then(|share| share.try_into().ok()).unwrap_or(usize::MAX)
            });
        look.more |= !full && (!around || cut_off);
    }
    if let Some(row) = rows.first() {
        look.more |= row.tended > 0;
        look.next_at = row.next_at;
    }
    look.claimed = rows.into_iter().filter_map(Row::claimed).collect();
    look
}

impl Row {
    fn claimed(self) -> Option<Claimed> {
        let lease = Lease { organization_id: self.organization_id?, id: self.id?, attempt: self.attempt? };
        Some(Claimed {
            lease,
            name: self.name?,
            queue: self.queue?,
            payload: self.payload?,
            max_attempts: self.max_attempts?,
            run_at: self.run_at?,
            trace: Trace::from_json(self.trace),
        })
    }
}

#[derive(FromQueryResult)]
struct Key {
    id: Uuid,
}

/// Writes down what became of attempts, and says which of them were still ours.
pub(crate) async fn settle(
    tx: &Tx,
    verdicts: impl Iterator<Item = (Lease, &Verdict)>,
    worker: &str,
    now: DateTime<Utc>,
) -> db::Result<HashSet<Uuid>> {
    let settled: Vec<Value> = verdicts.map(|(lease, verdict)| settlement(lease, verdict)).collect();
    let keys: Vec<Key> =
        db::fetch_all(tx, include_str!("sql/settle.sql"), [Value::Array(settled).into(), worker.into(), now.into()])
            .await?;
    Ok(keys.into_iter().map(|key| key.id).collect())
}

fn settlement(lease: Lease, verdict: &Verdict) -> Value {
    let (status, run_at, error) = match verdict {
        Verdict::Done => ("done", None, None),
        Verdict::Later { run_at, error } => ("scheduled", Some(run_at), Some(error)),
        Verdict::Dead { error } => ("dead", None, Some(error)),
        Verdict::Release => ("ready", None, None),
    };
    serde_json::json!({
        "organization_id": lease.organization_id, "id": lease.id, "attempt": lease.attempt,
        "status": status, "run_at": run_at, "error": error,
    })
}

/// Renews leases in one statement, and says which of them are still ours.
pub(crate) async fn renew(db: &Db, leases: &[Lease], worker: &str, until: DateTime<Utc>) -> db::Result<HashSet<Uuid>> {
    let tx = begin(db, "jobs.renew").await?;
    let held = serde_json::json!(leases);
    let keys: Vec<Key> =
        db::fetch_all(&tx, include_str!("sql/renew.sql"), [held.into(), worker.into(), until.into()]).await?;
    tx.commit().await?;
    Ok(keys.into_iter().map(|key| key.id).collect())
}
