use std::{
    process::{Child, Command},
    sync::Arc,
    time::Duration,
};

use chrono::TimeDelta;
use db::{Db, SystemClock};
use jobs::{Job, JobContext, JobError, Registry, Runner, RunnerSettings};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::support::{LEASE, World, settings};

const DATABASE: &str = "KONTOR_TEST_WORKER_DATABASE";
const JOBS: u32 = 200;

/// Leaves a row behind, and takes its time.
#[derive(Serialize, Deserialize)]
struct Leave(u32);

impl Job for Leave {
    const NAME: &'static str = "test.leave";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let tx = ctx.begin().await?;
        let sql = "insert into public.effects (job, attempt) values ($1, $2)";
        db::exec(&tx, sql, [i64::from(self.0).into(), ctx.attempt().into()]).await?;
        tx.commit().await?;
        if ctx.attempt() == 1 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }
}

fn registry() -> Registry {
    Registry::new().with::<Leave>(())
}

/// Not a test: the process that the next test kills.
#[tokio::test]
async fn worker_process() {
    // In an ordinary run nobody names a database, and there is nothing to do.
    let Ok(url) = std::env::var(DATABASE) else { return };
    let pool = db::Settings {
        url: url.into(),
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
    let db = Db::connect(&pool, Arc::new(SystemClock)).await.unwrap();
    Runner::new(db, Arc::new(registry()), settings()).run(None, CancellationToken::new()).await;
}

fn spawn_worker(url: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::worker_process", "--nocapture"])
        .env(DATABASE, url)
        .spawn()
        .unwrap()
}

#[tokio::test]
async fn a_killed_worker_loses_nothing() {
    let world = World::new().await;
    world
        .as_owner(
            "create table public.effects (job bigint not null, attempt integer not null);
         grant select, insert on public.effects to service_role",
        )
        .await;
    let tx = world.shopper().await;
    let all: Vec<Leave> = (0..JOBS).map(Leave).collect();
    jobs::enqueue_all(&tx, &all).await.unwrap();
    tx.commit().await.unwrap();
    let mut worker = spawn_worker(&world.database.app_url());
    world.until("some jobs are done", |rows| rows.len() <= JOBS as usize - 40).await;
    worker.kill().unwrap();
    worker.wait().unwrap();
    let left = world.rows().await;
    let held = left.iter().filter(|row| row.status == "running").count();
    assert!(held > 0 && held <= RunnerSettings::default().slots, "killed in the middle, with {held} jobs in hand");
    world.clock.advance(LEASE + TimeDelta::minutes(5));
    let drained = world.run_jobs(&registry()).await;
    assert_eq!(drained.done, left.len());
    assert_eq!(world.rows().await, []);
    let (effects, twice) = effects(&world).await;
    assert_eq!(effects, i64::from(JOBS), "every job had its effect");
    assert!(twice <= i64::try_from(held).unwrap(), "only those in hand may have had it twice");
}

/// How many jobs had an effect, and how many had it more than once.
async fn effects(world: &World) -> (i64, i64) {
    #[derive(db::sea_orm::FromQueryResult)]
    #[sea_orm(crate = "db::sea_orm")]
    struct Row {
        jobs: i64,
        twice: i64,
    }
    let tx = world.system().await;
    let sql = "select count(distinct job) as jobs, count(*) - count(distinct job) as twice from public.effects";
    let row: Row = db::fetch_one(&tx, sql, []).await.unwrap();
    (row.jobs, row.twice)
}
