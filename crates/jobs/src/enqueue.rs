//! Putting jobs into the queue, in the transaction that wants them.

use std::{pin::Pin, time::Duration};

use chrono::{DateTime, Utc};
use db::{
    Tx,
    sea_orm::{DbErr, FromQueryResult},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{Job, Trace, outcome::later};

/// Enqueues `job` for the shop of `tx`, or for the installation when `tx` works in none:
/// `jobs::enqueue(&tx, &job).await?`. If the transaction rolls back, the job never was.
pub fn enqueue<'a, J: Job>(tx: &'a Tx, job: &J) -> Enqueue<'a> {
    Enqueue {
        tx,
        name: J::NAME,
        queue: J::QUEUE,
        max_attempts: J::MAX_ATTEMPTS,
        payload: to_json(job),
        unique_key: None,
        run_at: None,
        priority: 0,
        of_installation: false,
    }
}

/// Enqueues many jobs in one statement; to be run in this order.
pub async fn enqueue_all<'j, J: Job>(tx: &Tx, jobs: impl IntoIterator<Item = &'j J>) -> db::Result<u64> {
    let payloads = jobs.into_iter().map(to_json).collect::<db::Result<Vec<_>>>()?;
    let row: Count = db::fetch_one(
        tx,
        "select count(private.enqueue_job($1, job, $3, null, null, 0::smallint, $4, $5)) as count \
         from jsonb_array_elements($2) as job",
        [
            J::NAME.into(),
            Value::Array(payloads).into(),
            J::QUEUE.into(),
            J::MAX_ATTEMPTS.into(),
            Trace::current().to_json().into(),
        ],
    )
    .await?;
    Ok(row.count.unsigned_abs())
}

/// A job about to be enqueued; await it. It yields its id, or `None` when its unique key was taken.
#[derive(Debug)]
#[must_use = "nothing is enqueued before this is awaited"]
pub struct Enqueue<'a> {
    tx: &'a Tx,
    name: &'static str,
    queue: &'static str,
    max_attempts: i32,
    payload: db::Result<Value>,
    unique_key: Option<String>,
    run_at: Option<DateTime<Utc>>,
    priority: i16,
    of_installation: bool,
}

impl Enqueue<'_> {
    /// The installation's and not the shop's, whose people do not see it. It is there only if the transaction is.
    pub fn of_installation(mut self) -> Self {
        self.of_installation = true;
        self
    }

    /// At most one job of the shop has this key, until it is done or dead. A job that already runs has it too: work that
    /// must see the change of this very transaction puts something of the change, such as a revision, into the key.
    pub fn unique_key(mut self, key: impl Into<String>) -> Self {
        self.unique_key = Some(key.into());
        self
    }

    /// Not before `time`.
    pub fn run_at(mut self, time: DateTime<Utc>) -> Self {
        self.run_at = Some(time);
        self
    }

    /// Not before `delay` has passed.
    pub fn delay(self, delay: Duration) -> Self {
        let time = later(self.tx.now(), delay);
        self.run_at(time)
    }

    /// Before those of the same shop with a lower one; 0 is usual. Other shops are not pushed aside by it.
    pub fn priority(mut self, priority: i16) -> Self {
        self.priority = priority;
        self
    }

    async fn send(self) -> db::Result<Option<Uuid>> {
        let Self { tx, name, queue, max_attempts, payload, unique_key, run_at, priority, of_installation } = self;
        let run_at = run_at.filter(|time| *time > tx.now());
        let row: Enqueued = db::fetch_one(
            tx,
            if of_installation {
                "select private.enqueue_installation_job($1, $2, $3, $4, $5, $6, $7, $8) as id"
            } else {
                "select private.enqueue_job($1, $2, $3, $4, $5, $6, $7, $8) as id"
            },
            [
                name.into(),
                payload?.into(),
                queue.into(),
                unique_key.into(),
                run_at.into(),
                priority.into(),
                max_attempts.into(),
                Trace::current().to_json().into(),
            ],
        )
        .await?;
        Ok(row.id)
    }
}

impl<'a> IntoFuture for Enqueue<'a> {
    type Output = db::Result<Option<Uuid>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

#[derive(FromQueryResult)]
struct Enqueued {
    id: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

fn to_json<J: Job>(job: &J) -> db::Result<Value> {
    serde_json::to_value(job)
        .map_err(|error| db::Error::Internal(DbErr::Json(format!("job {} does not serialise: {error}", J::NAME))))
}
