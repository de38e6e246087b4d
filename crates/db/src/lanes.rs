//! Connections on which lookups follow one another.
//!
//! A pool asks every connection that comes back whether it still lives, in a task of its own. For a lookup of one statement that is
//! a second round trip, so a few connections stay out of the pool while there is anything to look up.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, sea_query};
use sea_query_sqlx::SqlxValues;
use sqlx::{
    AssertSqlSafe, IntoArguments, PgPool, Postgres,
    pool::PoolConnection,
    postgres::{PgArguments, PgRow},
};
use tokio::sync::Semaphore;

use crate::{Error, Result};

/// So long one is kept, as in the pool.
const LIFE: Duration = Duration::from_mins(30);

pub(crate) struct Lanes {
    pool: PgPool,
    turns: Semaphore,
    idle: Mutex<Vec<Lane>>,
    patience: Duration,
}

struct Lane {
    connection: PoolConnection<Postgres>,
    since: Instant,
}

impl Lanes {
    /// At most `most` at a time, out of this pool; whoever finds them taken waits for `patience`.
    pub(crate) fn new(pool: PgPool, most: u32, patience: Duration) -> Self {
        let turns = Semaphore::new(usize::try_from(most.max(1)).unwrap_or(1));
        Self { pool, turns, idle: Mutex::new(Vec::new()), patience }
    }

    /// The first row of a statement that changes nothing.
    ///
    /// Whoever gives up waiting takes the connection with him, out of here: what is still to come on it is not for the next one.
    pub(crate) async fn fetch_optional(&self, sql: &str, values: sea_query::Values) -> Result<Option<PgRow>> {
        let turn = match tokio::time::timeout(self.patience, self.turns.acquire()).await {
            Ok(Ok(turn)) => turn,
            Ok(Err(_)) => return Err(unavailable(ConnAcquireErr::ConnectionClosed)),
            Err(_) => return Err(unavailable(ConnAcquireErr::Timeout)),
        };
        let mut lane = self.lane().await?;
        let arguments: PgArguments = SqlxValues(values).into_arguments();
        let query = sqlx::query_with(AssertSqlSafe(sql), arguments);
        let row = query.fetch_optional(&mut *lane.connection).await.map_err(|error| Error::from(of_query(error)))?;
        if lane.since.elapsed() < LIFE && !self.turns.is_closed() {
            self.idle().push(lane);
        }
        drop(turn);
        Ok(row)
    }

    async fn lane(&self) -> Result<Lane> {
        let kept = self.idle().pop();
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let connection = self.pool.acquire().await.map_err(|error| Error::from(of_acquire(error)))?;
        Ok(Lane { connection, since: Instant::now() })
    }

    /// How many connections wait here.
    pub(crate) fn waiting(&self) -> usize {
        self.idle().len()
    }

    /// Gives all of them back, for the pool closes only when it has them.
    pub(crate) fn close(&self) {
        self.turns.close();
        self.idle().clear();
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Lane>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unavailable(why: ConnAcquireErr) -> Error {
    Error::Unavailable(DbErr::ConnectionAcquire(why))
}

fn of_query(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}

fn of_acquire(error: sqlx::Error) -> DbErr {
    match error {
        sqlx::Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        sqlx::Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        error => DbErr::Conn(RuntimeErr::SqlxError(error.into())),
    }
}
