use std::time::Duration;

use chrono::TimeDelta;
use jobs::{Job, JobContext, JobError, Registry, Trace};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use uuid::Uuid;

use crate::support::World;

/// Says which one it is and for whom it ran.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Say(u32);

impl Job for Say {
    const NAME: &'static str = "test.say";
    type State = UnboundedSender<(u32, Uuid)>;

    async fn run(&self, ctx: &JobContext, said: &Self::State) -> Result<(), JobError> {
        said.send((self.0, ctx.organization()))?;
        Ok(())
    }
}

#[tokio::test]
async fn a_job_of_a_transaction_that_rolls_back_never_was() {
    let world = World::new().await;
    let tx = world.shopper().await;
    assert!(jobs::enqueue(&tx, &Say(1)).await.unwrap().is_some());
    tx.rollback().await.unwrap();
    assert_eq!(world.rows().await, []);
}

#[tokio::test]
async fn a_shoppers_job_belongs_to_the_shop_and_system_work_to_the_installation() {
    let world = World::new().await;
    world.enqueue(&Say(1)).await;
    let tx = world.system().await;
    jobs::enqueue(&tx, &Say(2)).await.unwrap();
    tx.commit().await.unwrap();
    let (sender, mut said) = unbounded_channel();
    let drained = world.run_jobs(&Registry::new().with::<Say>(sender)).await;
    assert_eq!((drained.done, world.rows().await.len()), (2, 0));
    let mut runs = [said.recv().await.unwrap(), said.recv().await.unwrap()];
    runs.sort_unstable();
    assert_eq!(runs, [(1, world.shop), (2, db::INSTALLATION)]);
}

#[tokio::test]
async fn nobody_but_the_worker_writes_or_reads_the_queue_directly() {
    let world = World::new().await;
    world.enqueue(&Say(1)).await;
    for sql in [
        "insert into public.jobs (organization_id, name) values ($1, 'test.say')",
        "update public.jobs set status = 'dead' where organization_id = $1",
        "delete from public.jobs where organization_id = $1",
        "select 1 from public.jobs where organization_id = $1",
        "insert into public.job_schedules (organization_id, name, last_slot) values ($1, 'x', now())",
    ] {
        let tx = world.shopper().await;
        let error = db::exec(&tx, sql, [world.shop.into()]).await.unwrap_err();
        assert!(matches!(error, db::Error::Forbidden(_)), "{sql}: {error:?}");
    }
    let tx = world.db.begin(db::Scope::authenticated(world.shop, Uuid::now_v7())).await.unwrap();
    let error =
        db::exec(&tx, "insert into public.jobs (organization_id, name) values ($1, 'x')", [world.shop.into()]).await;
    assert!(matches!(error, Err(db::Error::Forbidden(_))));
}

#[tokio::test]
async fn a_unique_key_is_taken_until_the_job_is_done_and_only_in_its_shop() {
    let world = World::new().await;
    let (sender, _said) = unbounded_channel();
    let registry = Registry::new().with::<Say>(sender);
    let tx = world.shopper().await;
    assert!(jobs::enqueue(&tx, &Say(1)).unique_key("say").await.unwrap().is_some());
    assert_eq!(jobs::enqueue(&tx, &Say(2)).unique_key("say").await.unwrap(), None);
    assert!(jobs::enqueue(&tx, &Say(3)).unique_key("say again").await.unwrap().is_some());
    tx.commit().await.unwrap();
    let tx = world.db.begin(db::Scope::anon(world.other_shop)).await.unwrap();
    assert!(jobs::enqueue(&tx, &Say(4)).unique_key("say").await.unwrap().is_some());
    tx.commit().await.unwrap();
    assert_eq!(world.run_jobs(&registry).await.done, 3);
    let tx = world.shopper().await;
    assert!(jobs::enqueue(&tx, &Say(5)).unique_key("say").await.unwrap().is_some());
}

#[tokio::test]
async fn jobs_of_a_shop_run_by_priority_and_then_in_the_order_they_were_enqueued() {
    let world = World::new().await;
    let tx = world.shopper().await;
    jobs::enqueue_all(&tx, &[Say(1), Say(2)]).await.unwrap();
    jobs::enqueue(&tx, &Say(3)).priority(-5).await.unwrap();
    jobs::enqueue(&tx, &Say(4)).priority(9).await.unwrap();
    jobs::enqueue(&tx, &Say(5)).await.unwrap();
    tx.commit().await.unwrap();
    let (sender, mut said) = unbounded_channel();
    world.run_jobs(&Registry::new().with::<Say>(sender)).await;
    let mut order = Vec::new();
    while let Some((which, _)) = said.recv().await {
        order.push(which);
    }
    assert_eq!(order, [4, 1, 2, 5, 3]);
}

#[tokio::test]
async fn many_jobs_are_one_statement() {
    let world = World::new().await;
    let tx = world.shopper().await;
    let before = world.db.statements();
    let some: Vec<Say> = (0..500).map(Say).collect();
    assert_eq!(jobs::enqueue_all(&tx, &some).await.unwrap(), 500);
    assert_eq!(world.db.statements() - before, 1);
}

#[tokio::test]
async fn a_delayed_job_runs_when_the_clock_says_so() {
    let world = World::new().await;
    let (sender, _said) = unbounded_channel();
    let registry = Registry::new().with::<Say>(sender);
    let tx = world.shopper().await;
    jobs::enqueue(&tx, &Say(1)).delay(Duration::from_mins(10)).await.unwrap();
    jobs::enqueue(&tx, &Say(2)).delay(Duration::MAX).await.unwrap();
    jobs::enqueue(&tx, &Say(3)).run_at(tx.now() - TimeDelta::days(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.run_jobs(&registry).await.done, 1, "what is overdue is due");
    world.clock.advance(TimeDelta::minutes(9));
    assert_eq!(world.run_jobs(&registry).await.done, 0);
    world.clock.advance(TimeDelta::minutes(1));
    assert_eq!(world.run_jobs(&registry).await.done, 1);
    assert_eq!(world.rows().await.len(), 1, "a century has not passed");
}

#[derive(Serialize, Deserialize)]
struct SayLater(Say);

impl Job for SayLater {
    const NAME: &'static str = "test.say_later";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let tx = ctx.begin().await?;
        jobs::enqueue(&tx, &self.0).await?;
        tx.commit().await?;
        Ok(())
    }
}

#[tokio::test]
async fn what_a_job_enqueues_runs_too_and_carries_the_request_on() {
    let world = World::new().await;
    Trace::request("req_7").scope(world.enqueue(&SayLater(Say(1)))).await;
    let only_first = Registry::new().with::<SayLater>(());
    assert_eq!(world.run_jobs(&only_first).await.done, 1, "an unknown job is left alone");
    let rows = world.rows().await;
    assert_eq!(rows[0].name, "test.say");
    assert_eq!((rows[0].status.as_str(), rows[0].attempt), ("ready", 0));
    assert_eq!(rows[0].organization_id, world.shop);
    assert_eq!(rows[0].trace, Some(json!({ "request_id": "req_7" })));
    let (sender, _said) = unbounded_channel();
    world.enqueue(&SayLater(Say(2))).await;
    assert_eq!(world.run_jobs(&only_first.merge(Registry::new().with::<Say>(sender))).await.done, 3);
}

#[test]
#[should_panic(expected = "the job test.say_later is registered twice")]
fn two_jobs_of_one_name_are_refused() {
    let _ = Registry::new().with::<SayLater>(()).merge(Registry::new().with::<SayLater>(()));
}
