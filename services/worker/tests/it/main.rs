//! A whole worker against a real Postgres.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{sync::Arc, time::Duration};

use db::{Db, SystemClock, sea_orm::FromQueryResult};
use jobs::{Job, JobContext, JobError, Registry, RunnerSettings, Schedule};
use serde::{Deserialize, Serialize};
use sqlx::{Connection, PgConnection};
use testkit::TestDb;
use tokio::{sync::mpsc, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use worker::{ForgetDead, Growing, Keep, KeepMonths, WorkerSettings};

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
        read_timeout: Duration::from_secs(30),
        lock_timeout: Duration::from_secs(20),
        slow_statement: Duration::from_secs(5),
    };
    Db::connect(&pool, Arc::new(SystemClock)).await.unwrap()
}

async fn as_owner(database: &TestDb, sql: &'static str) {
    let mut connection = PgConnection::connect(&database.owner_url()).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
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
    let growing = vec![Growing { table: "public.events", keep: Keep::Months(13) }];
    let registry = worker::jobs(&WorkerSettings { growing, ..WorkerSettings::default() });
    for _ in 0..2 {
        let tx = db.begin_system("test").await.unwrap();
        jobs::enqueue(&tx, &KeepMonths).await.unwrap();
        tx.commit().await.unwrap();
        let drained = jobs::run_until_empty(&db, &registry).await.unwrap();
        assert_eq!((drained.done, drained.errors), (1, vec![]));
        assert_eq!(count(&db, months).await, before + 1, "this month and three ahead");
    }
}

#[tokio::test]
async fn logs_are_kept_to_the_day() {
    let database = TestDb::new().await;
    let db = real_time(&database).await;
    // A line a day for 200 days, in months of their own as far as there are such, and more than go at once on one of them.
    as_owner(
        &database,
            "do $$ begin
               for i in 1..8 loop
                 execute format('create table public.api_audit_logs_%s partition of public.api_audit_logs for values from (%L) to (%L)',
                   to_char(date_trunc('month', now() at time zone 'UTC') - make_interval(months => i), 'YYYY_MM'),
                   (date_trunc('month', now() at time zone 'UTC') - make_interval(months => i)) at time zone 'UTC',
                   (date_trunc('month', now() at time zone 'UTC') - make_interval(months => i - 1)) at time zone 'UTC');
               end loop;
             end $$;
             insert into public.api_audit_logs (organization_id, method, endpoint, path, status, duration_ms, created_at)
             select '00000000-0000-0000-0000-000000000000', 'GET', '/', '/', 200, 1, now() - make_interval(days => d) - interval '1 minute'
             from generate_series(0, 199) d, generate_series(1, case d when 91 then 6000 else 1 end);
             insert into public.security_logs (organization_id, name, created_at)
             select '00000000-0000-0000-0000-000000000000', 'test.line', now() - make_interval(days => d) - interval '1 minute'
             from generate_series(0, 799) d",
        )
        .await;
    // The lines of a shop that is gone are kept as long as all others, and no longer.
    as_owner(
        &database,
        "insert into auth.organization (name, slug) values ('Gone', 'gone');
         insert into public.api_audit_logs (organization_id, method, endpoint, path, status, duration_ms, created_at)
         select id, 'GET', '/gone', '/', 200, 1, now() - make_interval(days => d) - interval '1 minute'
         from auth.organization, generate_series(0, 199) d where slug = 'gone';
         delete from auth.organization where slug = 'gone'",
    )
    .await;
    let registry = worker::jobs(&WorkerSettings::default());
    for _ in 0..2 {
        let tx = db.begin_system("test").await.unwrap();
        jobs::enqueue(&tx, &KeepMonths).await.unwrap();
        tx.commit().await.unwrap();
        let drained = jobs::run_until_empty(&db, &registry).await.unwrap();
        assert_eq!((drained.done, drained.errors), (1, vec![]));
        assert_eq!(count(&db, "public.api_audit_logs").await, 180);
        assert_eq!(count(&db, "public.api_audit_logs where endpoint = '/gone'").await, 90);
        assert_eq!(count(&db, "public.security_logs where name = 'test.line'").await, 730);
    }
    let dropped = "pg_class where relkind = 'r' and relname = 'api_audit_logs_' ||
        to_char(date_trunc('month', now() at time zone 'UTC') - interval '5 months', 'YYYY_MM')";
    assert_eq!(count(&db, dropped).await, 0, "months that are too old are dropped and not emptied");
}

#[tokio::test]
async fn nobody_shortens_a_log_to_nothing() {
    let database = TestDb::new().await;
    let db = real_time(&database).await;
    for (call, why) in [
        ("private.forget_lines('public.security_logs', '0 days', 10)", "a day at least"),
        ("private.forget_lines('public.security_logs', '-1 years', 10)", "a day at least"),
        ("private.forget_lines('auth.session', '90 days', 10)", "not a log"),
    ] {
        let tx = db.begin_system("test").await.unwrap();
        let refused = db::exec(&tx, &format!("select {call}"), []).await.unwrap_err();
        let mut said = String::new();
        let mut next = Some(&refused as &dyn std::error::Error);
        while let Some(error) = next {
            said.push_str(&error.to_string());
            next = error.source();
        }
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn its_own_schedules_are_right_and_its_jobs_known() {
    let schedules = worker::schedules().unwrap();
    assert_eq!(schedules.len(), 2);
    let names: Vec<_> = worker::jobs(&WorkerSettings::default()).names().collect();
    assert_eq!(names, [ForgetDead::NAME, KeepMonths::NAME]);
}

#[tokio::test]
async fn jobs_that_are_long_dead_are_forgotten() {
    let database = TestDb::new().await;
    let db = real_time(&database).await;
    let tx = db.begin_system("test").await.unwrap();
    tx.batch(
        "insert into jobs (name, status, finished_at)
         select 'test.tell', 'dead', now() - make_interval(days => d) - interval '1 minute' from generate_series(0, 59) d;
         insert into jobs (name, status, run_at) values ('test.tell', 'scheduled', now() + interval '1 year')",
    )
    .await
    .unwrap();
    jobs::enqueue(&tx, &ForgetDead).await.unwrap();
    tx.commit().await.unwrap();
    let registry = worker::jobs(&WorkerSettings::default());
    let drained = jobs::run_until_empty(&db, &registry).await.unwrap();
    assert_eq!((drained.done, drained.errors), (1, vec![]));
    assert_eq!(count(&db, "public.jobs where status = 'dead'").await, 30);
    assert_eq!(count(&db, "public.jobs").await, 31);
}
