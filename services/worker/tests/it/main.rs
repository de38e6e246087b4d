//! A whole worker against a real Postgres.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{sync::Arc, time::Duration};

use db::{Db, SystemClock, sea_orm::FromQueryResult};
use jobs::{Job, JobContext, JobError, Registry, RunnerSettings, Schedule};
use serde::{Deserialize, Serialize};
use testkit::TestDb;
use tokio::{sync::mpsc, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use worker::{Growing, KeepMonths, WorkerSettings};

#[derive(Serialize, Deserialize)]
struct Tell(String);

impl Job for Tell {
    const NAME: &'static str = "test.tell";
    type State = mpsc::UnboundedSender<String>;

    async fn run(&self, _: &JobContext, told: &Self::State) -> Result<(), JobError> {
        told.send(self.0.clone())?;
        Ok(())
    }
}

struct Running {
    stop: CancellationToken,
    task: JoinHandle<Result<(), worker::Error>>,
}

impl Running {
    /// A worker that hears of nothing but by NOTIFY and its schedules.
    fn start(db: &Db, database: &TestDb, told: &mpsc::UnboundedSender<String>, schedules: Vec<Schedule>) -> Self {
        let stop = CancellationToken::new();
        let listener = database.listener(&[jobs::CHANNEL]);
        let settings = WorkerSettings {
            runner: RunnerSettings { poll: Duration::from_hours(1), ..RunnerSettings::default() },
            gauges_every: Duration::from_millis(20),
            ..WorkerSettings::default()
        };
        let registry = Registry::new().with::<Tell>(told.clone());
        let task = tokio::spawn(worker::run(settings, db.clone(), listener, registry, schedules, stop.clone()));
        Self { stop, task }
    }

    async fn stop(self) {
        self.stop.cancel();
        self.task.await.unwrap().unwrap();
    }
}

/// The ticker goes by the machine's clock, so the rest has to as well.
async fn real_time(database: &TestDb) -> Db {
    let pool = db::Settings {
        url: database.app_url().into(),
        replica_url: None,
        max_connections: 8,
        max_reads: 8,
        min_connections: 0,
        acquire_timeout: Duration::from_secs(20),
        statement_timeout: Duration::from_secs(30),
        lock_timeout: Duration::from_secs(20),
        slow_statement: Duration::from_secs(5),
    };
    Db::connect(&pool, Arc::new(SystemClock)).await.unwrap()
}

async fn count(db: &Db, of: &str) -> i64 {
    #[derive(FromQueryResult)]
    struct Row {
        count: i64,
    }
    let tx = db.begin_system("test").await.unwrap();
    db::fetch_one::<Row>(&tx, &format!("select count(*) as count from {of}"), []).await.unwrap().count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_run_each_slot_of_a_schedule_once_and_end_when_asked() {
    let database = TestDb::new().await;
    let db = real_time(&database).await;
    let (sender, mut told) = mpsc::unbounded_channel();
    let schedule = || vec![Schedule::new("test.every_second", "* * * * * *", &Tell("tick".into())).unwrap()];
    let started = db.clock().now().timestamp();
    let first = Running::start(&db, &database, &sender, schedule());
    let second = Running::start(&db, &database, &sender, schedule());
    for _ in 0..2 {
        assert_eq!(told.recv().await.as_deref(), Some("tick"));
    }
    first.stop().await;
    second.stop().await;
    let ticks = 2 + i64::try_from(told.len()).unwrap();
    let slots = db.clock().now().timestamp() - started + 1;
    assert!(ticks <= slots, "{ticks} ticks in {slots} slots");
    assert_eq!(count(&db, "public.jobs where status = 'running'").await, 0);
    assert_eq!(count(&db, "public.job_schedules where name = 'test.every_second'").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_missed_while_no_worker_ran_is_caught_up_at_the_start() {
    let database = TestDb::new().await;
    let db = real_time(&database).await;
    let tx = db.begin_system("test").await.unwrap();
    let sql = "insert into public.job_schedules (name, last_slot) values ('test.yearly', now() - interval '3 years')";
    db::exec(&tx, sql, []).await.unwrap();
    tx.commit().await.unwrap();
    let (sender, mut told) = mpsc::unbounded_channel();
    let yearly = Schedule::new("test.yearly", "0 0 1 1 *", &Tell("happy new year".into())).unwrap();
    let worker = Running::start(&db, &database, &sender, vec![yearly]);
    assert_eq!(told.recv().await.as_deref(), Some("happy new year"));
    worker.stop().await;
    drop(sender);
    assert_eq!(told.recv().await, None, "once, and not once for each year");
}

#[tokio::test]
async fn the_months_of_growing_tables_are_kept() {
    let database = TestDb::new().await;
    let db = real_time(&database).await;
    let months = "pg_class where relname like 'events\\_20%' and relkind = 'r'";
    let before = count(&db, months).await;
    let registry = worker::jobs(vec![Growing { table: "public.events", keep_months: 13 }]);
    for _ in 0..2 {
        let tx = db.begin_system("test").await.unwrap();
        jobs::enqueue(&tx, &KeepMonths).await.unwrap();
        tx.commit().await.unwrap();
        let drained = jobs::run_until_empty(&db, &registry).await.unwrap();
        assert_eq!((drained.done, drained.errors), (1, vec![]));
        assert_eq!(count(&db, months).await, before + 1, "this month and three ahead");
    }
}

#[test]
fn its_own_schedules_are_right_and_its_jobs_known() {
    let schedules = worker::schedules().unwrap();
    assert_eq!(schedules.len(), 1);
    assert!(worker::jobs(Vec::new()).names().any(|name| name == KeepMonths::NAME));
}
