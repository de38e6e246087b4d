use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::anyhow;
use jobs::{Job, JobContext, JobError, Registry, RunnerSettings};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use crate::support::{Background, World, settings};

#[derive(Serialize, Deserialize)]
struct Count(u32);

impl Job for Count {
    const NAME: &'static str = "test.count";
    type State = Arc<Mutex<HashMap<u32, u32>>>;

    async fn run(&self, _: &JobContext, runs: &Self::State) -> Result<(), JobError> {
        tokio::task::yield_now().await;
        *runs.lock().unwrap().entry(self.0).or_default() += 1;
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_runners_run_two_thousand_jobs_exactly_once() {
    let world = World::new().await;
    let all: Vec<Count> = (0..2000).map(Count).collect();
    let tx = world.shopper().await;
    jobs::enqueue_all(&tx, &all).await.unwrap();
    tx.commit().await.unwrap();
    let runs = Arc::new(Mutex::new(HashMap::new()));
    let start = || Background::start(&world, Registry::new().with::<Count>(Arc::clone(&runs)), settings());
    let (first, second) = (start(), start());
    world.until("all jobs are done", <[_]>::is_empty).await;
    first.stop().await;
    second.stop().await;
    let runs = runs.lock().unwrap();
    assert_eq!(runs.len(), 2000);
    assert!(runs.values().all(|times| *times == 1));
}

#[derive(Serialize, Deserialize)]
enum Linger {
    /// Ends when the process wants to.
    Politely,
    /// Does not.
    Stubbornly,
}

impl Job for Linger {
    const NAME: &'static str = "test.linger";
    type State = mpsc::UnboundedSender<()>;

    async fn run(&self, ctx: &JobContext, begun: &Self::State) -> Result<(), JobError> {
        begun.send(())?;
        match self {
            Self::Politely => {
                ctx.stop().cancelled().await;
                Err(JobError::retry_after(Duration::ZERO, anyhow!("the process ends")))
            }
            Self::Stubbornly => std::future::pending().await,
        }
    }
}

#[tokio::test]
async fn a_worker_that_is_stopped_gives_back_what_does_not_end() {
    let world = World::new().await;
    let stubborn = world.enqueue(&Linger::Stubbornly).await;
    let polite = world.enqueue(&Linger::Politely).await;
    let (sender, mut begun) = mpsc::unbounded_channel();
    let stopping = RunnerSettings { grace: Duration::from_millis(300), ..settings() };
    let worker = Background::start(&world, Registry::new().with::<Linger>(sender), stopping);
    begun.recv().await.unwrap();
    begun.recv().await.unwrap();
    worker.stop().await;
    let row = world.row(stubborn).await.unwrap();
    assert_eq!((row.status.as_str(), row.attempt, row.locked_by), ("ready", 0, None), "no attempt is counted");
    let row = world.row(polite).await.unwrap();
    assert_eq!((row.status.as_str(), row.attempt), ("scheduled", 1));
    let (sender, mut begun) = mpsc::unbounded_channel();
    let next = Background::start(&world, Registry::new().with::<Linger>(sender), settings());
    begun.recv().await.unwrap();
    drop(next);
}

#[tokio::test]
async fn a_queue_has_no_more_running_than_slots_and_leaves_the_other_queues_theirs() {
    #[derive(Serialize, Deserialize)]
    struct Slow;
    impl Job for Slow {
        const NAME: &'static str = "test.slow";
        const QUEUE: &'static str = "slow";
        type State = mpsc::UnboundedSender<()>;

        async fn run(&self, _: &JobContext, begun: &Self::State) -> Result<(), JobError> {
            begun.send(())?;
            std::future::pending().await
        }
    }
    let world = World::new().await;
    for _ in 0..4 {
        world.enqueue(&Slow).await;
    }
    world.enqueue(&Count(1)).await;
    let (sender, mut begun) = mpsc::unbounded_channel();
    let registry = Registry::new().with::<Slow>(sender).with::<Count>(Arc::default());
    let narrow = RunnerSettings { queue_slots: [("slow".to_owned(), 2)].into(), grace: Duration::ZERO, ..settings() };
    let worker = Background::start(&world, registry, narrow);
    begun.recv().await.unwrap();
    begun.recv().await.unwrap();
    world.until("the quick job is done", |rows| rows.iter().all(|row| row.name == Slow::NAME)).await;
    let running = world.rows().await.iter().filter(|row| row.status == "running").count();
    assert_eq!(running, 2);
    worker.stop().await;
    assert!(begun.try_recv().is_err());
}

/// A job that named another queue when it was enqueued takes a slot of that one.
#[tokio::test]
async fn a_job_in_a_queue_that_it_does_not_name_any_more_takes_its_slots() {
    let world = World::new().await;
    for _ in 0..3 {
        world.enqueue(&Linger::Stubbornly).await;
    }
    let moved = "update public.jobs set queue = 'slow' where name = 'test.linger'";
    let tx = world.system().await;
    db::exec(&tx, moved, []).await.unwrap();
    tx.commit().await.unwrap();
    world.enqueue(&Linger::Politely).await;
    let (sender, mut begun) = mpsc::unbounded_channel();
    let registry = Registry::new().with::<Linger>(sender).with::<Elsewhere>(());
    let one = RunnerSettings { slots: 1, grace: Duration::ZERO, ..settings() };
    let worker = Background::start(&world, registry, one);
    begun.recv().await.unwrap();
    begun.recv().await.unwrap();
    let running = world.rows().await.iter().filter(|row| row.status == "running").count();
    worker.stop().await;
    assert_eq!(running, 2, "one of each queue");
    assert!(begun.try_recv().is_err());
}

#[derive(Serialize, Deserialize)]
struct Elsewhere;

impl Job for Elsewhere {
    const NAME: &'static str = "test.elsewhere";
    const QUEUE: &'static str = "slow";
    type State = ();

    async fn run(&self, _: &JobContext, (): &()) -> Result<(), JobError> {
        Ok(())
    }
}
