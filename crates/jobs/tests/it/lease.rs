use std::sync::Arc;

use anyhow::anyhow;
use chrono::TimeDelta;
use jobs::{Job, JobContext, JobError, Registry};
use serde::{Deserialize, Serialize};
use tokio::sync::{Semaphore, mpsc};

use crate::support::{Background, LEASE, World, settings};

/// Says that it has begun, and waits at a gate.
#[derive(Serialize, Deserialize)]
struct Wait;

#[derive(Clone)]
struct Gate {
    begun: mpsc::UnboundedSender<i32>,
    open: Arc<Semaphore>,
    fails: bool,
}

impl Job for Wait {
    const NAME: &'static str = "test.wait";
    const MAX_ATTEMPTS: i32 = 2;
    type State = Gate;

    async fn run(&self, ctx: &JobContext, gate: &Gate) -> Result<(), JobError> {
        gate.begun.send(ctx.attempt())?;
        gate.open.acquire().await?.forget();
        if gate.fails { Err(anyhow!("too late").into()) } else { Ok(()) }
    }
}

fn gate(fails: bool) -> (Registry, mpsc::UnboundedReceiver<i32>, Arc<Semaphore>) {
    let (begun, receiver) = mpsc::unbounded_channel();
    let open = Arc::new(Semaphore::new(0));
    let gate = Gate { begun, open: Arc::clone(&open), fails };
    (Registry::new().with::<Wait>(gate), receiver, open)
}

/// The first worker neither completes nor puts off the job that the second has taken over.
async fn fenced(first_fails: bool) {
    let world = World::new().await;
    let id = world.enqueue(&Wait).await;
    let (registry, mut begun, first_gate) = gate(first_fails);
    let first = Background::start(&world, registry, settings());
    assert_eq!(begun.recv().await, Some(1));
    world.clock.advance(LEASE);
    let (registry, mut begun, second_gate) = gate(false);
    let second = Background::start(&world, registry, settings());
    assert_eq!(begun.recv().await, Some(2), "a takeover counts as an attempt");
    let held_by_second = world.row(id).await;
    first_gate.add_permits(1);
    first.stop().await;
    assert_eq!(world.row(id).await, held_by_second);
    second_gate.add_permits(1);
    second.stop().await;
    assert_eq!(world.rows().await, []);
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_cannot_complete() {
    fenced(false).await;
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_cannot_retry() {
    fenced(true).await;
}

#[tokio::test]
async fn a_job_that_kills_its_workers_dies_in_the_end() {
    let world = World::new().await;
    let id = world.enqueue(&Wait).await;
    let mut workers = Vec::new();
    for attempt in 1..=2 {
        let (registry, mut begun, _) = gate(false);
        workers.push(Background::start(&world, registry, settings()));
        assert_eq!(begun.recv().await, Some(attempt));
        world.clock.advance(LEASE);
    }
    let (registry, ..) = gate(false);
    world.run_jobs(&registry).await;
    let row = world.row(id).await.unwrap();
    assert_eq!((row.status.as_str(), row.attempt), ("dead", 2));
    assert_eq!(row.last_error.as_deref(), Some("the worker that ran it was lost"));
}

#[tokio::test]
async fn the_heart_beat_keeps_a_lease_and_notices_when_it_is_lost() {
    let world = World::new().await;
    let id = world.enqueue(&Wait).await;
    let (registry, mut begun, _gate) = gate(false);
    let beating = jobs::RunnerSettings { lease: std::time::Duration::from_millis(60), ..settings() };
    let worker = Background::start(&world, registry, beating);
    begun.recv().await.unwrap();
    // The lease is renewed by the clock of the installation: each step is shorter than it, all together are not.
    let first_end = locked_until(&world).await;
    while locked_until(&world).await < first_end + TimeDelta::milliseconds(200) {
        world.clock.advance(TimeDelta::milliseconds(10));
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let tx = world.system().await;
    db::exec(&tx, "update public.jobs set locked_by = 'another' where id = $1", [id.into()]).await.unwrap();
    tx.commit().await.unwrap();
    // The attempt is dropped, and with it its end of the channel once the runner is gone.
    worker.stop().await;
    assert_eq!(begun.recv().await, None);
    assert_eq!(world.row(id).await.unwrap().locked_by.as_deref(), Some("another"));
}

async fn locked_until(world: &World) -> chrono::DateTime<chrono::Utc> {
    #[derive(db::sea_orm::FromQueryResult)]
    #[sea_orm(crate = "db::sea_orm")]
    struct Row {
        locked_until: chrono::DateTime<chrono::Utc>,
    }
    let tx = world.system().await;
    db::fetch_one::<Row>(&tx, "select locked_until from public.jobs", []).await.unwrap().locked_until
}
