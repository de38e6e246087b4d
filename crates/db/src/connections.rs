//! The connections of this process, the last used first.
//!
//! A pool hands out the one that has rested longest, and asks each that comes back, in a task of its own, whether it lives. Postgres works
//! for every connection in a process of its own, with plans and caches of its own: sixteen that take turns are sixteen times cold, and a
//! checkout took a fifth more of its time than on four. So what comes back rests here, on top of the others, and only what nobody has wanted
//! for a while goes back to the pool, which asks it, ages it and closes it.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool, Postgres, pool::PoolConnection};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Error, Result};

/// So long one is used, as in the pool.
const LIFE: Duration = Duration::from_mins(30);
/// One that has rested for longer is asked whether it lives before it is used.
const FRESH: Duration = Duration::from_secs(30);

/// All of them.
#[derive(Clone)]
pub(crate) struct Connections {
    inner: Arc<Inner>,
}

struct Inner {
    pool: PgPool,
    turns: Arc<Semaphore>,
    resting: Mutex<Vec<Resting>>,
    patience: Duration,
}

struct Resting {
    connection: PoolConnection<Postgres>,
    made: Instant,
    since: Instant,
}

/// One that is in use. Dropped, it goes to the pool, which reads what is still on its way; one in a transaction, of which nobody knows how
/// it stands, is closed.
pub(crate) struct Held {
    /// Nothing once it rests.
    connection: Option<PoolConnection<Postgres>>,
    is_in_transaction: bool,
    made: Instant,
    home: Arc<Inner>,
    turn: Option<OwnedSemaphorePermit>,
}

impl Connections {
    /// Those of this pool, at most `most` of them at a time; whoever finds them taken waits for `patience`.
    pub(crate) fn new(pool: PgPool, most: u32, patience: Duration) -> Self {
        let turns = Arc::new(Semaphore::new(usize::try_from(most.max(1)).unwrap_or(1)));
        Self { inner: Arc::new(Inner { pool, turns, resting: Mutex::new(Vec::new()), patience }) }
    }

    /// The one that was used last, or a new one.
    pub(crate) async fn acquire(&self) -> Result<Held> {
        let inner = &self.inner;
        let turn = turn(&inner.turns, inner.patience).await?;
        let rested = inner.resting().pop();
        let held = |connection, made| Held {
            connection: Some(connection),
            is_in_transaction: false,
            made,
            home: Arc::clone(inner),
            turn: Some(turn),
        };
        if let Some(Resting { connection, made, since }) = rested
            && since.elapsed() < FRESH
        {
            return Ok(held(connection, made));
        }
        // What lies below has rested longer still.
        let old = std::mem::take(&mut *inner.resting());
        drop(old);
        let connection = inner.pool.acquire().await.map_err(|error| Error::from(of_acquire(error)))?;
        Ok(held(connection, Instant::now()))
    }

    /// How many rest, here or in the pool.
    pub(crate) fn idle(&self) -> usize {
        self.inner.resting().len() + self.inner.pool.num_idle()
    }

    /// Whether Postgres answers.
    pub(crate) async fn ping(&self) -> Result<()> {
        let mut held = self.acquire().await?;
        held.connection()?.ping().await.map_err(|error| Error::Unavailable(of_query(error)))?;
        held.rest();
        Ok(())
    }

    /// Closes all, when those in use have come back.
    pub(crate) async fn close(&self) {
        self.inner.turns.close();
        let resting = std::mem::take(&mut *self.inner.resting());
        drop(resting);
        self.inner.pool.close().await;
    }
}

impl Inner {
    fn resting(&self) -> MutexGuard<'_, Vec<Resting>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// On which statements run.
    pub(crate) fn connection(&mut self) -> Result<&mut PgConnection, DbErr> {
        self.connection.as_deref_mut().ok_or_else(|| DbErr::Custom("this connection rests".into()))
    }

    /// Begins a transaction with this statement, in one round trip.
    pub(crate) async fn begin(&mut self, with: &str) -> Result<(), DbErr> {
        self.is_in_transaction = true;
        self.run(format!("begin; {with}")).await
    }

    /// Ends it, and rests.
    pub(crate) async fn commit(mut self) -> Result<(), DbErr> {
        self.run("commit").await?;
        self.is_in_transaction = false;
        self.rest();
        Ok(())
    }

    /// Undoes it, and rests.
    pub(crate) async fn rollback(mut self) -> Result<(), DbErr> {
        // Whoever gave up may have left an answer on its way: that is read to its end first.
        self.run("rollback").await?;
        self.is_in_transaction = false;
        self.rest();
        Ok(())
    }

    /// The same when nobody waits for it.
    pub(crate) fn undo(self) {
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(self.rollback());
        }
    }

    /// Puts it where the next one finds it. No answer may be on its way.
    pub(crate) fn rest(mut self) {
        if self.is_in_transaction || self.made.elapsed() >= LIFE || self.home.turns.is_closed() {
            return;
        }
        let Some(connection) = self.connection.take() else { return };
        let mut resting = self.home.resting();
        resting.push(Resting { connection, made: self.made, since: Instant::now() });
        // Of a crowd that has gone one is given back at a time.
        let oldest = resting.first().is_some_and(|oldest| oldest.since.elapsed() >= FRESH).then(|| resting.remove(0));
        drop(resting);
        drop(oldest);
    }

    async fn run(&mut self, sql: impl Into<String>) -> Result<(), DbErr> {
        self.connection()?.execute(AssertSqlSafe(sql.into())).await.map_err(of_exec)?;
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(connection) = &mut self.connection
            && self.is_in_transaction
        {
            connection.close_on_drop();
        }
        // The pool has it back before the next one has his turn.
        drop(self.connection.take());
        drop(self.turn.take());
    }
}

/// Waits for one's turn in a line.
pub(crate) async fn turn(line: &Arc<Semaphore>, patience: Duration) -> Result<OwnedSemaphorePermit> {
    match tokio::time::timeout(patience, Arc::clone(line).acquire_owned()).await {
        Ok(Ok(turn)) => Ok(turn),
        Ok(Err(_)) => Err(unavailable(ConnAcquireErr::ConnectionClosed)),
        Err(_) => Err(unavailable(ConnAcquireErr::Timeout)),
    }
}

fn unavailable(why: ConnAcquireErr) -> Error {
    Error::Unavailable(DbErr::ConnectionAcquire(why))
}

/// As `SeaORM` tells it of a query.
pub(crate) fn of_query(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}

/// As `SeaORM` tells it of a statement that answers no rows.
pub(crate) fn of_exec(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(error.into()))
}

fn of_acquire(error: sqlx::Error) -> DbErr {
    match error {
        sqlx::Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        sqlx::Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        error => DbErr::Conn(RuntimeErr::SqlxError(error.into())),
    }
}
