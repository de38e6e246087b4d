use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use jobs::{Job, JobContext, JobError, Registry, Runner};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::support::{Background, World, settings};

#[derive(Serialize, Deserialize)]
struct Knock(u32);

impl Job for Knock {
    const NAME: &'static str = "test.knock";
    type State = mpsc::UnboundedSender<u32>;

    async fn run(&self, _: &JobContext, heard: &Self::State) -> Result<(), JobError> {
        heard.send(self.0)?;
        Ok(())
    }
}

/// The poll is an hour away: only NOTIFY can have woken the runner. And it costs two transactions: the look that finds the
/// job, and the one that settles it and looks again.
#[tokio::test]
async fn new_work_wakes_an_idle_worker_which_otherwise_rests() {
    let world = World::new().await;
    let stop = CancellationToken::new();
    let listener = world.database.listener(&[jobs::CHANNEL]);
    let mut connected = listener.subscribe();
    while connected.recv().await.unwrap() != db::Notice::Connected {}
    let (sender, mut heard) = mpsc::unbounded_channel();
    let registry = Arc::new(Registry::new().with::<Knock>(sender));
    // A pool of its own, to count what the runner asks.
    let runners_db = world.database.another_db().await;
    world.enqueue(&Knock(0)).await;
    let runner = Runner::new(runners_db.clone(), registry, settings());
    let running = tokio::spawn(runner.run(Some(listener.subscribe()), stop.clone()));
    assert_eq!(heard.recv().await, Some(0));
    world.until("the first is settled", <[_]>::is_empty).await;
    for which in 1..=5 {
        let before = runners_db.statements();
        world.enqueue(&Knock(which)).await;
        assert_eq!(heard.recv().await, Some(which));
        world.until("it is settled", <[_]>::is_empty).await;
        assert_eq!(runners_db.statements() - before, 3 + 4);
    }
    stop.cancel();
    running.await.unwrap();
}

#[tokio::test]
async fn a_look_at_an_empty_queue_is_one_transaction_of_three_statements() {
    let world = World::new().await;
    let (sender, _) = mpsc::unbounded_channel();
    let registry = Registry::new().with::<Knock>(sender);
    let before = world.db.statements();
    world.run_jobs(&registry).await;
    assert_eq!(world.db.statements() - before, 3);
}

/// Nobody notifies when a delayed job becomes due: the runner knows by itself.
#[tokio::test]
async fn a_worker_wakes_for_the_next_job_that_it_knows_of() {
    let world = World::new().await;
    let tx = world.shopper().await;
    jobs::enqueue(&tx, &Knock(1)).delay(Duration::from_millis(700)).await.unwrap();
    tx.commit().await.unwrap();
    let (sender, mut heard) = mpsc::unbounded_channel();
    let worker = Background::start(&world, Registry::new().with::<Knock>(sender), settings());
    world.clock.advance(TimeDelta::milliseconds(650));
    let heard = async {
        loop {
            tokio::select! {
                which = heard.recv() => break which,
                () = tokio::time::sleep(Duration::from_millis(10)) => world.clock.advance(TimeDelta::milliseconds(10)),
            }
        }
    };
    assert_eq!(tokio::time::timeout(Duration::from_mins(1), heard).await.unwrap(), Some(1));
    worker.stop().await;
}
