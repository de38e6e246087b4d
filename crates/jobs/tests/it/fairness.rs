use jobs::{Job, JobContext, JobError, Registry, RunnerSettings};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::support::{Background, World, settings};

#[derive(Serialize, Deserialize)]
struct Tell {}

impl Job for Tell {
    const NAME: &'static str = "test.tell";
    type State = mpsc::UnboundedSender<Uuid>;

    async fn run(&self, ctx: &JobContext, told: &Self::State) -> Result<(), JobError> {
        told.send(ctx.organization())?;
        Ok(())
    }
}

async fn fill(world: &World, shop: Uuid, name: &str, status: &str, jobs: i32) {
    let tx = world.system().await;
    db::exec(
        &tx,
        "insert into public.jobs (organization_id, name, status, priority, run_at)
         select $1, $2, $3, 100, now() + case $3 when 'ready' then '-1 day' else '1 day' end::interval
         from generate_series(1, $4)",
        [shop.into(), name.into(), status.into(), jobs.into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

/// One shop has a long queue of older and more urgent jobs; the other's three do not wait for it.
async fn served_early(slots: usize) {
    let world = World::new().await;
    fill(&world, world.shop, Tell::NAME, "ready", 5_000).await;
    fill(&world, world.other_shop, Tell::NAME, "ready", 3).await;
    let (sender, mut told) = mpsc::unbounded_channel();
    let worker =
        Background::start(&world, Registry::new().with::<Tell>(sender), RunnerSettings { slots, ..settings() });
    let (mut busy, mut quiet) = (0, 0);
    while quiet < 3 {
        if told.recv().await.unwrap() == world.other_shop { quiet += 1 } else { busy += 1 }
    }
    worker.stop().await;
    assert!(busy <= 3 * slots.max(2), "{busy} jobs of the busy shop came before three of the quiet one");
}

#[tokio::test]
async fn a_shop_with_a_long_queue_does_not_keep_another_waiting() {
    served_early(8).await;
}

#[tokio::test]
async fn with_one_slot_shops_alternate() {
    served_early(1).await;
}

#[tokio::test]
async fn every_shop_gets_its_turn_when_there_are_more_shops_than_slots() {
    let world = World::new().await;
    let tx = world.system().await;
    db::exec(
        &tx,
        "with shops as (insert into auth.organization (name, slug) select 's', 's' || i from generate_series(1, 40) i
           returning id)
         insert into public.jobs (organization_id, name) select id, $1 from shops, generate_series(1, 3)",
        [Tell::NAME.into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let (sender, mut told) = mpsc::unbounded_channel();
    let three = RunnerSettings { slots: 3, ..settings() };
    let worker = Background::start(&world, Registry::new().with::<Tell>(sender), three);
    let mut rounds = vec![Vec::new(); 3];
    for at in 0..120 {
        rounds[at / 40].push(told.recv().await.unwrap());
    }
    worker.stop().await;
    for round in &mut rounds {
        round.sort_unstable();
        round.dedup();
        assert!(round.len() >= 36, "{} of 40 shops had their turn in a round", round.len());
    }
}

/// Reads a handful of pages, however long the queue, however many jobs are not due or not ours.
#[tokio::test]
async fn a_claim_does_not_read_the_queue() {
    let world = World::new().await;
    fill(&world, world.shop, Tell::NAME, "ready", 10_000).await;
    fill(&world, world.shop, "test.later", "scheduled", 10_000).await;
    fill(&world, world.other_shop, Tell::NAME, "scheduled", 10_000).await;
    fill(&world, world.other_shop, Tell::NAME, "ready", 10).await;
    let plan = explain_claim(&world).await;
    let text = plan.to_string();
    assert!(!text.contains("Seq Scan") && !text.contains("Bitmap"), "{text}");
    let pages = plan[0]["Plan"]["Shared Hit Blocks"].as_u64().unwrap()
        + plan[0]["Plan"]["Shared Read Blocks"].as_u64().unwrap();
    // Sixteen rows are updated, each in five indexes.
    assert!(pages < 900, "{pages} pages");
}

async fn explain_claim(world: &World) -> serde_json::Value {
    #[derive(db::sea_orm::FromQueryResult)]
    #[sea_orm(crate = "db::sea_orm")]
    struct Plan {
        #[sea_orm(from_alias = "QUERY PLAN")]
        plan: serde_json::Value,
    }
    let tx = world.system().await;
    let wants = serde_json::json!([{ "queue": "default", "slots": 16, "after": Uuid::nil() }]);
    let settings = [
        "set local enable_sort = off",
        "set local enable_seqscan = off",
        "set local enable_bitmapscan = off",
        "set local enable_hashjoin = off",
        "set local enable_mergejoin = off",
        "set local jit = off",
    ];
    for setting in settings {
        tx.batch(setting).await.unwrap();
    }
    let sql = format!("explain (analyze, buffers, format json) {}", include_str!("../../src/sql/claim.sql"));
    let now = world.db.clock().now();
    let values = [
        wants.into(),
        serde_json::json!([Tell::NAME]).into(),
        "worker".into(),
        now.into(),
        (now + chrono::TimeDelta::minutes(1)).into(),
    ];
    let plan: Plan = db::fetch_one(&tx, &sql, values).await.unwrap();
    plan.plan
}
