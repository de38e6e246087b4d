use anyhow::anyhow;
use chrono::TimeDelta;
use db::Clock;
use jobs::{Job, JobContext, JobError, Registry, dead};
use serde::{Deserialize, Serialize};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::support::World;

/// Fails as long as the switch is on.
#[derive(Serialize, Deserialize)]
struct Deliver(u32);

impl Job for Deliver {
    const NAME: &'static str = "test.deliver";
    type State = Arc<AtomicBool>;

    async fn run(&self, _: &JobContext, broken: &Arc<AtomicBool>) -> Result<(), JobError> {
        if broken.load(Ordering::Relaxed) { Err(JobError::fail(anyhow!("bounced"))) } else { Ok(()) }
    }
}

#[tokio::test]
async fn dead_jobs_are_listed_replayed_and_only_those_of_the_shop() {
    let world = World::new().await;
    let broken = Arc::new(AtomicBool::new(true));
    let registry = Registry::new().with::<Deliver>(Arc::clone(&broken));
    let first = world.enqueue(&Deliver(1)).await;
    world.run_jobs(&registry).await;
    world.clock.advance(TimeDelta::minutes(1));
    let second = world.enqueue(&Deliver(2)).await;
    world.enqueue(&Deliver(3)).await;
    world.run_jobs(&registry).await;
    let mut tx = world.system().await;
    assert_eq!(dead::list(&tx, None, 10).await.unwrap().len(), 3);
    tx.work_in(world.other_shop).await.unwrap();
    assert_eq!(dead::list(&tx, None, 10).await.unwrap(), []);
    assert!(!dead::replay(&tx, first).await.unwrap(), "another shop's job is not there");
    tx.work_in(world.shop).await.unwrap();
    let list = dead::list(&tx, None, 10).await.unwrap();
    assert_eq!(list.last().map(|job| (job.id, job.last_error.clone())), Some((first, Some("bounced".into()))));
    assert_eq!(dead::list(&tx, Some(list[1].finished_at), 10).await.unwrap().len(), 1, "a list goes on");
    assert!(dead::replay(&tx, second).await.unwrap());
    assert!(!dead::replay(&tx, second).await.unwrap(), "it is not dead any more");
    tx.commit().await.unwrap();
    let row = world.row(second).await.unwrap();
    assert_eq!((row.status.as_str(), row.attempt, row.finished_at), ("ready", 0, None));
    broken.store(false, Ordering::Relaxed);
    assert_eq!(world.run_jobs(&registry).await.done, 1);
    let tx = world.system().await;
    assert_eq!(dead::replay_all(&tx, "test.other").await.unwrap(), 0);
    assert_eq!(dead::replay_all(&tx, Deliver::NAME).await.unwrap(), 2);
    tx.commit().await.unwrap();
    assert_eq!(world.run_jobs(&registry).await.done, 2);
    assert_eq!(world.rows().await, []);
}

#[tokio::test]
async fn a_replay_does_not_break_a_unique_key() {
    let world = World::new().await;
    let registry = Registry::new().with::<Deliver>(Arc::new(AtomicBool::new(true)));
    let mut last = None;
    for which in 1..=2 {
        let tx = world.shopper().await;
        last = jobs::enqueue(&tx, &Deliver(which)).unique_key("one").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.run_jobs(&registry).await.dead, 1);
        world.clock.advance(TimeDelta::minutes(1));
    }
    let tx = world.system().await;
    assert_eq!(dead::replay_all(&tx, Deliver::NAME).await.unwrap(), 1, "of two with one key, the latest");
    assert_eq!(dead::replay_all(&tx, Deliver::NAME).await.unwrap(), 0, "the key is taken now");
    tx.commit().await.unwrap();
    assert_eq!(world.row(last.unwrap()).await.unwrap().status, "ready");
}

#[tokio::test]
async fn what_is_long_dead_is_replayed_or_forgotten() {
    let world = World::new().await;
    let broken = Arc::new(AtomicBool::new(true));
    let registry = Registry::new().with::<Deliver>(Arc::clone(&broken));
    world.enqueue(&Deliver(1)).await;
    world.run_jobs(&registry).await;
    let died = world.clock.now();
    world.clock.advance(TimeDelta::days(1));
    world.enqueue(&Deliver(2)).await;
    world.run_jobs(&registry).await;
    world.enqueue(&Deliver(3)).await;

    let tx = world.system().await;
    assert_eq!(dead::forget(&tx, died, 10).await.unwrap(), 0, "not before its time");
    assert_eq!(dead::replay_before(&tx, Deliver::NAME, died).await.unwrap(), 0);
    assert_eq!(dead::replay_before(&tx, "test.other", world.clock.now()).await.unwrap(), 0);
    assert_eq!(dead::replay_before(&tx, Deliver::NAME, world.clock.now()).await.unwrap(), 1, "the older one");
    tx.commit().await.unwrap();
    world.run_jobs(&registry).await;
    world.clock.advance(TimeDelta::days(1));
    world.enqueue(&Deliver(4)).await;
    let tx = world.system().await;
    assert_eq!(dead::forget(&tx, world.clock.now(), 2).await.unwrap(), 2, "so many at once");
    assert_eq!(dead::forget(&tx, world.clock.now(), 2).await.unwrap(), 1);
    assert_eq!(dead::forget(&tx, world.clock.now(), 2).await.unwrap(), 0);
    tx.commit().await.unwrap();
    let left = world.rows().await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].status, "ready", "what waits is nobody's to forget");
}
