use events::{Emit, EventName, EventRef, Subscriptions, emit};
use jobs::{Job, JobContext, JobError, Registry, Trace};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::support::World;

const PING: EventName = EventName::new("test.ping");

/// Answers an event with one of the same kind, for ever.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Answer(EventRef);

impl Job for Answer {
    const NAME: &'static str = "test.answer";
    const MAX_ATTEMPTS: i32 = 1;
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let tx = ctx.begin().await?;
        emit(&tx, Emit::new(PING, Uuid::now_v7())).await?;
        tx.commit().await?;
        Ok(())
    }
}

#[tokio::test]
async fn events_know_their_cause_and_a_loop_ends_in_a_dead_job() {
    let world = World::new().await;
    let registry = Registry::new().with::<Answer>(());
    Subscriptions::new().on::<Answer>("test.*").sync(&world.db, &registry).await.unwrap();
    let tx = world.shopper().await;
    Trace::request("req_1").scope(emit(&tx, Emit::new(PING, Uuid::now_v7()))).await.unwrap();
    tx.commit().await.unwrap();
    let drained = jobs::run_until_empty(&world.db, &registry).await.unwrap();
    assert_eq!((drained.done, drained.dead), (32, 1));
    assert!(drained.errors[0].contains("causation_depth"), "{:?}", drained.errors);
    let chained = "public.events e join public.events cause on cause.id = e.causation_id
                   where e.causation_depth = cause.causation_depth + 1";
    assert_eq!((world.count("public.events").await, world.count(chained).await), (33, 32));
    let traced = "public.events where trace = '{\"request_id\": \"req_1\"}'";
    assert_eq!(world.count(traced).await, 33, "the request is known to the last of them");
}
