//! The pools, and how a transaction is opened.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use sea_orm::{ConnectOptions, Database, DbErr, FromQueryResult, QueryResult, Value, sea_query::Values};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use crate::{
    Cause, Clock, Error, Result, Scope, Tx, Work, Working,
    connections::{Connections, turn},
    lanes::Lanes,
    prelude::Prelude,
    watch::Watch,
};

/// How to reach Postgres.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The primary, possibly through a transaction-mode pooler.
    pub url: SecretString,
    /// A streaming replica for shoppers' reads.
    pub replica_url: Option<SecretString>,
    /// Most connections per pool.
    pub max_connections: u32,
    /// Most transactions of [`Db::begin_read`], of [`Db::begin_replica`], and of [`Db::begin_shopping`], at a time; further ones wait in line.
    pub max_reads: u32,
    /// Connections kept open.
    pub min_connections: u32,
    /// How long a request waits for a connection.
    pub acquire_timeout: Duration,
    /// How long one statement may run.
    pub statement_timeout: Duration,
    /// How long one of [`Db::begin_read`] may run: strangers ask for those.
    pub read_timeout: Duration,
    /// How long a statement waits for a lock.
    pub lock_timeout: Duration,
    /// Statements slower than this are logged.
    pub slow_statement: Duration,
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

/// Connections, and the lines in which reads and changes of carts wait for theirs: more at a time than there are cores for only take
/// turns. Orders and jobs wait in none.
struct Pool {
    connections: Connections,
    reads: Arc<Semaphore>,
    carts: Arc<Semaphore>,
}

struct Inner {
    primary: Pool,
    lanes: Lanes,
    replica: Option<Pool>,
    clock: Arc<dyn Clock>,
    statement_timeout: String,
    read_timeout: String,
    lock_timeout: String,
    work_lock_timeout: String,
    acquire_timeout: Duration,
    watch: Arc<Watch>,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").finish_non_exhaustive()
    }
}

impl Db {
    /// Opens the pools; connections are made when they are first needed, so this succeeds while Postgres is away.
    pub async fn connect(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Self> {
        let primary = Pool::open(settings, &settings.url).await?;
        // A quarter: the rest is for work.
        let lanes = Lanes::new(primary.connections.clone(), settings.max_connections / 4, settings.acquire_timeout);
        let replica = match &settings.replica_url {
            Some(url) => Some(Pool::open(settings, url).await?),
            None => None,
        };
        Ok(Self {
            inner: Arc::new(Inner {
                primary,
                lanes,
                replica,
                clock,
                statement_timeout: settings.statement_timeout.as_millis().to_string(),
                read_timeout: settings.read_timeout.min(settings.statement_timeout).as_millis().to_string(),
                lock_timeout: settings.lock_timeout.as_millis().to_string(),
                work_lock_timeout: settings.lock_timeout.min(WORK_LOCK_TIMEOUT).as_millis().to_string(),
                acquire_timeout: settings.acquire_timeout,
                watch: Arc::new(Watch::new(settings.slow_statement)),
            }),
        })
    }

    /// A transaction that sees what `scope` may see.
    pub async fn begin(&self, scope: impl Into<Scope>) -> Result<Tx> {
        self.open(&self.inner.primary, scope.into(), Mode::Write).await
    }

    /// A read-only transaction on the primary: for answers that are kept. What this process has been told of is there.
    pub async fn begin_read(&self, scope: impl Into<Scope>) -> Result<Tx> {
        self.open(&self.inner.primary, scope.into(), Mode::Read).await
    }

    /// A read-only transaction on the replica, when there is one: for answers that may be a little old and are not kept.
    pub async fn begin_replica(&self, scope: impl Into<Scope>) -> Result<Tx> {
        let pool = self.inner.replica.as_ref().unwrap_or(&self.inner.primary);
        self.open(pool, scope.into(), Mode::Read).await
    }

    /// A transaction of Kontor at work for a shop, which writes carts, orders and payments. `proof` says that somebody may have it done.
    pub async fn begin_working(&self, proof: impl Into<Working>) -> Result<Tx> {
        self.open(&self.inner.primary, proof.into().0, Mode::Work).await
    }

    /// The same for who looks at a cart or changes it, in a line of its own: whoever pays is not kept waiting by those who only shop. Nobody
    /// opens one while he has another.
    pub async fn begin_shopping(&self, proof: impl Into<Working>) -> Result<Tx> {
        self.open(&self.inner.primary, proof.into().0, Mode::Shop).await
    }

    /// A transaction that row-level security does not bind, for work that no person asked for. `reason` is logged.
    pub async fn begin_system(&self, reason: &'static str) -> Result<Tx> {
        tracing::trace!(reason, "system transaction");
        self.open(&self.inner.primary, Scope::service(None), Mode::Write).await
    }

    /// The one row, if there is one, of a function that the login itself may call: no transaction around it, so one round trip
    /// instead of three, for what every call asks first. The login may do nothing else: any other statement is refused.
    pub async fn look_up<T: FromQueryResult>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<T>> {
        let Inner { lanes, primary, watch, .. } = &*self.inner;
        let values = Values(values.into_iter().collect());
        let mut attempts = Attempts::NEW;
        let row = loop {
            let idle = primary.connections.idle();
            let began = Instant::now();
            let done = lanes.fetch_optional(sql, values.clone()).await;
            watch.saw(began, sql, &sql, done.is_ok());
            match done {
                Err(error) if attempts.again(&error, idle) => {}
                done => break done?,
            }
        };
        row.map(|row| T::from_query_result(&row.into(), "").map_err(Error::from)).transpose()
    }

    /// The same for what strangers tell, such as a provider's webhook: durable when it answers. The function takes each thing once, so
    /// telling it again after a connection that died does no harm.
    pub async fn take<T: FromQueryResult>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<T>> {
        self.look_up(sql, values).await
    }

    /// Tells whoever listens to a channel, in all processes: at once, with no change behind it. Who does not listen just then never hears it,
    /// and after a connection that died some hear it twice.
    pub async fn notify(&self, channel: &str, payload: &str) -> Result<()> {
        let sql = "select from pg_catalog.pg_notify($1, $2)";
        self.look_up::<Nothing>(sql, [channel.into(), payload.into()]).await.map(drop)
    }

    /// The same for one short read: nobody waits for its end, and it waits in no line.
    pub async fn begin_lookup(&self, reason: &'static str) -> Result<Tx> {
        tracing::trace!(reason, "system lookup");
        self.open(&self.inner.primary, Scope::service(None), Mode::Lookup).await
    }

    /// The clock of this installation.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.clock
    }

    /// Statements run so far, begin and commit aside: tests use it to show that a list does not ask once per row.
    pub fn statements(&self) -> u64 {
        self.inner.watch.statements()
    }

    /// Whether Postgres answers.
    pub async fn ping(&self) -> Result<()> {
        self.inner.primary.connections.ping().await
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.inner.primary.connections.close().await;
        if let Some(replica) = &self.inner.replica {
            replica.connections.close().await;
        }
    }

    async fn open(&self, pool: &Pool, scope: Scope, mode: Mode) -> Result<Tx> {
        let turn = match mode {
            Mode::Read => Some(turn(&pool.reads, self.inner.acquire_timeout).await?),
            Mode::Shop => Some(turn(&pool.carts, self.inner.acquire_timeout).await?),
            Mode::Write | Mode::Work | Mode::Lookup => None,
        };
        let mut attempts = Attempts::NEW;
        loop {
            let idle = pool.connections.idle();
            match self.try_open(&pool.connections, scope, mode).await {
                Err(error) if attempts.again(&error, idle) => {}
                opened => return opened.map(|tx| tx.with_turn(turn)),
            }
        }
    }

    async fn try_open(&self, connections: &Connections, scope: Scope, mode: Mode) -> Result<Tx> {
        let read_only = matches!(mode, Mode::Read | Mode::Lookup);
        let timeout = if mode == Mode::Read { &self.inner.read_timeout } else { &self.inner.statement_timeout };
        let is_work = matches!(mode, Mode::Work | Mode::Shop);
        let mut prelude = Prelude::new();
        prelude.set("role", scope.role().name());
        prelude.set("request.jwt.claims", &scope.claims());
        prelude.set("statement_timeout", timeout);
        prelude.set("lock_timeout", if is_work { &self.inner.work_lock_timeout } else { &self.inner.lock_timeout });
        if read_only {
            prelude.set("transaction_read_only", "on");
        } else {
            prelude.set("kontor.request", &Cause::setting());
        }
        // The same few statements for every reader, every cart and every order, whose plans the statements themselves fix: planning them anew
        // for each page took a third of the list's time.
        if read_only || is_work {
            prelude.set("plan_cache_mode", "force_generic_plan");
        }
        // A plan that is made while a table is still empty would walk it for ever, so walking is made dear (the queue has the same cure, in
        // `jobs`).
        if is_work {
            prelude.set("enable_seqscan", "off");
            prelude.set("enable_hashjoin", "off");
        }
        let transaction =
            Work::begin(connections.acquire().await?, Arc::clone(&self.inner.watch), prelude.sql()).await?;
        Ok(Tx::new(transaction, scope, Arc::clone(&self.inner.clock), read_only))
    }
}

/// A row that is not looked at.
struct Nothing;

impl FromQueryResult for Nothing {
    fn from_query_result(_: &QueryResult, _: &str) -> std::result::Result<Self, DbErr> {
        Ok(Self)
    }
}

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Write,
    /// Many at a time for the same rows, each of them short.
    Work,
    /// The same, and waits in the line of carts.
    Shop,
    /// Waits in the line of reads.
    Read,
    /// Who calls is looked up before anything else, an order's caller too: that waits in no line.
    Lookup,
}

/// Longest wait for a row that somebody else works on: a customer who clicks twice is told so before he clicks again.
const WORK_LOCK_TIMEOUT: Duration = Duration::from_secs(2);

/// A pooled connection may have died with a restart of Postgres. As nothing has run yet, or only what reads, another one is
/// tried: first the other idle ones, which sqlx discards as they fail, then a new one.
struct Attempts(u8);

impl Attempts {
    const NEW: Self = Self(3);

    /// Whether to try once more, after this error; `idle` connections there were before.
    fn again(&mut self, error: &Error, idle: usize) -> bool {
        let Error::Unavailable(error) = error else {
            return false;
        };
        if self.0 == 0 || !is_dead_connection(error) {
            return false;
        }
        if idle == 0 {
            self.0 -= 1;
        }
        tracing::debug!(%error, "a pooled connection had died");
        true
    }
}

fn is_dead_connection(error: &DbErr) -> bool {
    use sea_orm::RuntimeErr;
    let (DbErr::Conn(RuntimeErr::SqlxError(error))
    | DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return false;
    };
    match &**error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| code == "57P01" || code == "57P02"),
        _ => false,
    }
}

impl Pool {
    async fn open(settings: &Settings, url: &SecretString) -> Result<Self> {
        let most = usize::try_from(settings.max_reads).unwrap_or(usize::MAX).clamp(1, Semaphore::MAX_PERMITS);
        let line = || Arc::new(Semaphore::new(most));
        Ok(Self { connections: open(settings, url).await?, reads: line(), carts: line() })
    }
}

async fn open(settings: &Settings, url: &SecretString) -> Result<Connections> {
    let mut options = ConnectOptions::new(url.expose_secret());
    options
        .max_connections(settings.max_connections)
        .min_connections(settings.min_connections)
        .acquire_timeout(settings.acquire_timeout)
        .idle_timeout(Duration::from_mins(5))
        .max_lifetime(Duration::from_mins(30))
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .connect_lazy(true)
        .record_stmt_in_spans(false)
        // `Watch` does.
        .sqlx_logging(false)
        .set_application_name("kontor");
    let connection = Database::connect(options).await.map_err(Error::from)?;
    let pool = connection.get_postgres_connection_pool().clone();
    Ok(Connections::new(pool, settings.max_connections, settings.acquire_timeout))
}
