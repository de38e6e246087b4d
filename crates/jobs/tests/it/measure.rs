//! Not tests: numbers, with `cargo test --release -p jobs -- --ignored --nocapture measure`.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use db::Notice;
use jobs::{Job, JobContext, JobError, Registry, Runner, RunnerSettings};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::support::{Background, World, settings};

#[derive(Serialize, Deserialize)]
struct Nop(u32);

impl Job for Nop {
    const NAME: &'static str = "test.nop";
    type State = mpsc::UnboundedSender<Instant>;

    async fn run(&self, _: &JobContext, begun: &Self::State) -> Result<(), JobError> {
        begun.send(Instant::now())?;
        Ok(())
    }
}

async fn enqueue_many(world: &World, jobs: u32) -> Duration {
    let all: Vec<Nop> = (0..jobs).map(Nop).collect();
    let tx = world.shopper().await;
    let began = Instant::now();
    jobs::enqueue_all(&tx, &all).await.unwrap();
    tx.commit().await.unwrap();
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn throughput() {
    const JOBS: u32 = 20_000;
    for (runners, slots) in [(1, 8), (1, 32), (2, 32), (1, 128)] {
        let world = World::new().await;
        let took = enqueue_many(&world, JOBS).await;
        let (sender, mut starts) = mpsc::unbounded_channel();
        let began = Instant::now();
        let workers: Vec<_> = (0..runners)
            .map(|_| {
                let registry = Registry::new().with::<Nop>(sender.clone());
                Background::start(&world, registry, RunnerSettings { slots, ..settings() })
            })
            .collect();
        for _ in 0..JOBS {
            starts.recv().await.unwrap();
        }
        for worker in workers {
            worker.stop().await;
        }
        let rate = f64::from(JOBS) / began.elapsed().as_secs_f64();
        println!("{runners} runner(s) of {slots} slots: {rate:.0} jobs/s; enqueueing {JOBS} took {took:?}");
        assert!(world.rows().await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn latency() {
    let world = World::new().await;
    let stop = CancellationToken::new();
    let listener = world.database.listener(&[jobs::CHANNEL]);
    let mut connected = listener.subscribe();
    while connected.recv().await.unwrap() != Notice::Connected {}
    let (sender, mut starts) = mpsc::unbounded_channel();
    let runner =
        Runner::new(world.database.another_db().await, Arc::new(Registry::new().with::<Nop>(sender)), settings());
    let running = tokio::spawn(runner.run(Some(listener.subscribe()), stop.clone()));
    let mut waits = Vec::new();
    for which in 0..500 {
        world.enqueue(&Nop(which)).await;
        let committed = Instant::now();
        waits.push(starts.recv().await.unwrap().saturating_duration_since(committed));
        world.until("it is settled", <[_]>::is_empty).await;
    }
    waits.sort_unstable();
    println!("from commit to start: p50 {:?}, p95 {:?}, max {:?}", waits[250], waits[475], waits[499]);
    stop.cancel();
    running.await.unwrap();
}
