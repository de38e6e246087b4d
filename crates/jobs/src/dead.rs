//! Jobs that failed for good: looking at them, and giving them another chance.

use chrono::{DateTime, Utc};
use db::{Tx, sea_orm::FromQueryResult};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// A job that failed for good.
#[derive(Debug, Clone, PartialEq, Serialize, FromQueryResult)]
pub struct DeadJob {
    /// The shop it belongs to.
    pub organization_id: Uuid,
    /// Its key.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its queue.
    pub queue: String,
    /// What it was to do.
    pub payload: Value,
    /// How often it was tried.
    pub attempt: i32,
    /// What the last attempt said.
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When it was given up.
    pub finished_at: DateTime<Utc>,
}

/// The latest dead jobs of the shop of `tx`, or of all shops when `tx` works in none; `before` continues a list.
pub async fn list(tx: &Tx, before: Option<DateTime<Utc>>, limit: u64) -> db::Result<Vec<DeadJob>> {
    db::fetch_all(
        tx,
        "select organization_id, id, name, queue, payload, attempt, last_error, created_at, finished_at \
         from public.jobs \
         where status = 'dead' and ($1::uuid is null or organization_id = $1) \
           and ($2::timestamptz is null or finished_at < $2) \
         order by finished_at desc, id limit $3",
        [tx.scope().organization().into(), before.into(), i64::try_from(limit).unwrap_or(i64::MAX).into()],
    )
    .await
}

/// Gives one dead job all its attempts again. False when there is none of that key, or when a job with the same unique
/// key is waiting already.
pub async fn replay(tx: &Tx, id: Uuid) -> db::Result<bool> {
    Ok(replay_where(tx, "d.id = $3", id.into(), None).await? > 0)
}

/// Gives all dead jobs of a name all their attempts again, and says how many there were. Of those with the same unique
/// key the latest is taken.
pub async fn replay_all(tx: &Tx, name: &str) -> db::Result<u64> {
    replay_where(tx, "d.name = $3", name.into(), None).await
}

/// The same for those that were given up before `time`, in all shops if `tx` works in none: for work that must be done once
/// it can be.
pub async fn replay_before(tx: &Tx, name: &str, time: DateTime<Utc>) -> db::Result<u64> {
    replay_where(tx, "d.name = $3", name.into(), Some(time)).await
}

/// Deletes some of those that were given up before `time`, in all shops, and says how many.
pub async fn forget(tx: &Tx, time: DateTime<Utc>, at_once: u32) -> db::Result<u64> {
    let sql = "delete from public.jobs where (organization_id, id) in (
        select organization_id, id from public.jobs where status = 'dead' and finished_at < $1
        order by finished_at limit $2 for update skip locked)";
    db::exec(tx, sql, [time.into(), i64::from(at_once).into()]).await
}

#[derive(FromQueryResult)]
struct Replayed {
    count: i64,
}

async fn replay_where(tx: &Tx, which: &str, value: sea_orm::Value, before: Option<DateTime<Utc>>) -> db::Result<u64> {
    let sql = format!(
        "with chosen as (
           select distinct on (d.organization_id, coalesce(d.unique_key, d.id::text)) d.organization_id, d.id
           from public.jobs d
           where d.status = 'dead' and ($1::uuid is null or d.organization_id = $1) and {which}
             and ($4::timestamptz is null or d.finished_at < $4)
             and not exists (
               select from public.jobs live
               where live.organization_id = d.organization_id and live.unique_key = d.unique_key
                 and live.status <> 'dead')
           order by d.organization_id, coalesce(d.unique_key, d.id::text), d.finished_at desc
         ),
         replayed as (
           update public.jobs j set status = 'ready', attempt = 0, run_at = $2, finished_at = null
           from chosen c
           where j.organization_id = c.organization_id and j.id = c.id and j.status = 'dead'
           returning j.queue
         ),
         woken as materialized (
           select count(pg_notify('kontor_jobs', q.queue)) from (select distinct queue from replayed) q
         )
         select count(*) as count, (select count from woken) as woken from replayed"
    );
    let values = [tx.scope().organization().into(), tx.now().into(), value, before.into()];
    let row: Replayed = db::fetch_one(tx, &sql, values).await?;
    Ok(row.count.unsigned_abs())
}
