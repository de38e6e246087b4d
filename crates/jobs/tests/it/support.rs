//! A database, two shops and a clock that the test moves.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use db::{Db, FakeClock, Scope, Tx, sea_orm::FromQueryResult};
use jobs::{Job, Registry, Runner, RunnerSettings};
use sqlx::{Connection, PgConnection};
use testkit::TestDb;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// So long that no heart-beat comes within a test.
pub(crate) const LEASE: TimeDelta = TimeDelta::hours(1);

pub(crate) struct World {
    pub(crate) database: TestDb,
    pub(crate) db: Db,
    pub(crate) clock: FakeClock,
    pub(crate) shop: Uuid,
    pub(crate) other_shop: Uuid,
}

/// A row of the queue.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub(crate) struct JobRow {
    pub(crate) organization_id: Uuid,
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) status: String,
    pub(crate) attempt: i32,
    pub(crate) run_at: DateTime<Utc>,
    pub(crate) locked_by: Option<String>,
    pub(crate) last_error: Option<String>,
    pub(crate) finished_at: Option<DateTime<Utc>>,
    pub(crate) trace: Option<serde_json::Value>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let database = TestDb::new().await;
        let world = Self {
            db: database.db().clone(),
            clock: database.clock().clone(),
            shop: Uuid::now_v7(),
            other_shop: Uuid::now_v7(),
            database,
        };
        let tx = world.system().await;
        for shop in [world.shop, world.other_shop] {
            let slug = format!("shop-{}", shop.simple());
            db::exec(
                &tx,
                "insert into auth.organization (id, name, slug) values ($1, $2, $2)",
                [shop.into(), slug.into()],
            )
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        world
    }

    pub(crate) async fn system(&self) -> Tx {
        self.db.begin_system("test").await.unwrap()
    }

    /// A transaction of a shopper in the first shop.
    pub(crate) async fn shopper(&self) -> Tx {
        self.db.begin(Scope::anon(self.shop)).await.unwrap()
    }

    /// Enqueues for the first shop.
    pub(crate) async fn enqueue<J: Job>(&self, job: &J) -> Uuid {
        let tx = self.shopper().await;
        let id = jobs::enqueue(&tx, job).await.unwrap();
        tx.commit().await.unwrap();
        id.unwrap()
    }

    pub(crate) async fn rows(&self) -> Vec<JobRow> {
        let tx = self.system().await;
        db::fetch_all(&tx, "select * from public.jobs order by id", []).await.unwrap()
    }

    pub(crate) async fn row(&self, id: Uuid) -> Option<JobRow> {
        self.rows().await.into_iter().find(|row| row.id == id)
    }

    /// Runs SQL as the owner of the schema.
    pub(crate) async fn as_owner(&self, sql: &'static str) {
        let mut connection = PgConnection::connect(&self.database.owner_url()).await.unwrap();
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    }

    pub(crate) async fn run_jobs(&self, registry: &Registry) -> jobs::Drained {
        self.database.run_jobs(registry).await
    }

    /// Waits until the queue looks as it should.
    pub(crate) async fn until(&self, what: &str, fits: impl Fn(&[JobRow]) -> bool) {
        let fit = async {
            while !fits(&self.rows().await) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let in_time = tokio::time::timeout(Duration::from_mins(1), fit).await;
        assert!(in_time.is_ok(), "{what}: {:#?}", self.rows().await);
    }
}

/// A runner in the background.
pub(crate) struct Background {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Background {
    /// Nobody says when there is work, and nobody polls: it looks when it starts and when a job ends.
    pub(crate) fn start(world: &World, registry: Registry, settings: RunnerSettings) -> Self {
        let stop = CancellationToken::new();
        let runner = Runner::new(world.db.clone(), Arc::new(registry), settings);
        let task = tokio::spawn(runner.run(None, stop.clone()));
        Self { stop, task }
    }

    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.task.await.unwrap();
    }
}

/// A runner that never polls within a test.
pub(crate) fn settings() -> RunnerSettings {
    RunnerSettings { poll: Duration::from_hours(1), lease: LEASE.to_std().unwrap(), ..RunnerSettings::default() }
}
