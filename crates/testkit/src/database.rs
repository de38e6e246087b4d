//! A database of its own for each test.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use db::{Clock, Db, FakeClock, Listener, Settings};
use secrecy::SecretString;
use sqlx::Connection;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::cluster::{self, Cluster, run};

/// A clone of the migrated template. The next test drops it, once this test's process has ended.
pub struct TestDb {
    name: String,
    db: Db,
    clock: FakeClock,
    cluster: &'static Cluster,
    stop: CancellationToken,
}

impl std::fmt::Debug for TestDb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("TestDb").field(&self.name).finish()
    }
}

impl TestDb {
    /// A new database, whose clock stands at the time of its making until the test moves it.
    pub async fn new() -> Self {
        let now: DateTime<Utc> = std::time::SystemTime::now().into();
        Self::at(now).await
    }

    /// A new database whose clock stands at `now`.
    pub async fn at(now: DateTime<Utc>) -> Self {
        let cluster = Cluster::get().await;
        let name = format!("kontor_test_{}_{}", std::process::id(), Uuid::now_v7().simple());
        let mut admin = cluster.admin().await;
        cluster::drop_databases_of_the_dead(&mut admin).await;
        let template = &cluster.template;
        // Copying files is as fast as it gets for a template of 10 MB, and writes nearly no WAL.
        run(&mut admin, &format!("create database {name} owner kontor_owner template {template} strategy file_copy"))
            .await;
        run(&mut admin, &format!("alter database {name} set search_path = public, extensions")).await;
        admin.close().await.ok();
        let clock = FakeClock::new(now);
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let db = Db::connect(&settings(cluster.app_url(&name)), shared).await.expect("a pool opens lazily");
        Self { name, db, clock, cluster, stop: CancellationToken::new() }
    }

    /// The database as the application sees it.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The clock of this database's `Db`.
    pub fn clock(&self) -> &FakeClock {
        &self.clock
    }

    /// The URL with which the application connects.
    pub fn app_url(&self) -> String {
        self.cluster.app_url(&self.name)
    }

    /// The URL with which migrations run.
    pub fn owner_url(&self) -> String {
        self.cluster.owner_url(&self.name)
    }

    /// The URL of the superuser.
    pub fn superuser_url(&self) -> String {
        self.cluster.superuser_url(&self.name)
    }

    /// The name of the database.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The superuser's URL of another database of the same server, from which this one can be closed.
    pub fn maintenance_url(&self) -> String {
        self.cluster.superuser_url("postgres")
    }

    /// A second pool, as another process would have.
    pub async fn another_db(&self) -> Db {
        let clock: Arc<dyn Clock> = Arc::new(self.clock.clone());
        Db::connect(&settings(self.app_url()), clock).await.expect("a pool opens lazily")
    }

    /// A LISTEN connection on this database, until the test ends.
    pub fn listener(&self, channels: &'static [&'static str]) -> Listener {
        Listener::spawn(SecretString::from(self.app_url()), channels, self.stop.clone())
    }
}

/// What the application uses, with a small pool and time-outs that fit a loaded test machine.
fn settings(url: String) -> Settings {
    Settings {
        url: SecretString::from(url),
        replica_url: None,
        max_connections: 8,
        max_reads: 8,
        min_connections: 0,
        acquire_timeout: Duration::from_secs(20),
        statement_timeout: Duration::from_secs(30),
        read_timeout: Duration::from_secs(30),
        lock_timeout: Duration::from_secs(20),
        slow_statement: Duration::from_secs(5),
    }
}

impl Drop for TestDb {
    /// The database itself goes when the process has gone: dropping it here would block the test's runtime while a
    /// connection of its pool is being made, and Postgres waits for that one for a minute.
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
