use std::sync::{Arc, Mutex};

use db::Scope;
use events::{Emit, Event, EventRef, emit, emit_all};
use jobs::{Job, JobContext, JobError, Registry};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::support::{CREATED, PLACED, PRICED, World};

/// Reads the event that it is told of.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Read(EventRef);

impl Job for Read {
    const NAME: &'static str = "test.read";
    type State = Arc<Mutex<Option<Event>>>;

    async fn run(&self, ctx: &JobContext, read: &Self::State) -> Result<(), JobError> {
        let tx = ctx.begin().await?;
        let event = events::load(&tx, &self.0).await?;
        assert_eq!(ctx.causation().map(|cause| cause.event_id), Some(self.0.event_id));
        *read.lock().unwrap() = event;
        Ok(())
    }
}

#[tokio::test]
async fn a_subscriber_reads_what_was_before_and_after_and_who_did_it() {
    let world = World::new().await;
    let read = Arc::new(Mutex::new(None));
    let registry = Registry::new().with::<Read>(Arc::clone(&read));
    events::Subscriptions::new().on::<Read>("product.price.changed").sync(&world.db, &registry).await.unwrap();
    let (product, person) = (Uuid::now_v7(), Uuid::now_v7());
    let tx = world.db.begin(Scope::authenticated(world.shop, person)).await.unwrap();
    let event = Emit::new(PRICED, product).before(json!({ "amount": 1000 })).after(json!({ "amount": 900 }));
    let id = emit(&tx, event).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(jobs::run_until_empty(&world.db, &registry).await.unwrap().done, 1);
    let event = read.lock().unwrap().clone().unwrap();
    assert_eq!((event.id, event.name.as_str(), event.entity_id), (id, "product.price.changed", Some(product)));
    assert_eq!((event.before, event.after), (Some(json!({ "amount": 1000 })), Some(json!({ "amount": 900 }))));
    assert_eq!((event.actor_id, event.causation_id, event.causation_depth), (Some(person), None, 0));
}

#[tokio::test]
async fn an_event_of_another_shop_is_not_there() {
    let world = World::new().await;
    let tx = world.shopper().await;
    let event_id = emit(&tx, Emit::new(CREATED, Uuid::now_v7())).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.system().await;
    tx.work_in(world.shop).await.unwrap();
    let sql = "select id as event_id, name as event, entity_id, created_at from public.events";
    let seen: EventRow = db::fetch_one(&tx, sql, []).await.unwrap();
    let event = EventRef { event_id, event: seen.event, entity_id: seen.entity_id, created_at: seen.created_at };
    assert!(events::load(&tx, &event).await.unwrap().is_some());
    tx.work_in(world.other_shop).await.unwrap();
    assert_eq!(events::load(&tx, &event).await.unwrap(), None);
}

#[derive(db::sea_orm::FromQueryResult)]
#[sea_orm(crate = "db::sea_orm")]
struct EventRow {
    event: String,
    entity_id: Option<Uuid>,
    created_at: chrono::DateTime<chrono::Utc>,
}

#[tokio::test]
async fn many_events_are_one_statement_and_keep_their_order() {
    let world = World::new().await;
    let tx = world.shopper().await;
    let before = world.db.statements();
    let events = (0..200).map(|_| Emit::new(CREATED, Uuid::now_v7()));
    let ids = emit_all(&tx, events).await.unwrap();
    assert_eq!(world.db.statements() - before, 1);
    assert_eq!(ids.len(), 200);
    assert!(ids.is_sorted());
    assert!(emit_all(&tx, []).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_shopper_emits_in_his_own_shop_only_and_never_by_hand() {
    let world = World::new().await;
    let tx = world.shopper().await;
    emit(&tx, Emit::new(PLACED, Uuid::now_v7())).await.unwrap();
    tx.commit().await.unwrap();
    let mine = format!("public.events where organization_id = '{}'", world.shop);
    assert_eq!((world.count(&mine).await, world.count("public.events").await), (1, 1));
    for shop in [world.shop, world.other_shop] {
        for sql in [
            "insert into public.events (organization_id, name) values ($1, 'order.placed')",
            "insert into public.events_default (organization_id, name) values ($1, 'order.placed')",
            "insert into public.jobs (organization_id, name) values ($1, 'mail.thank')",
            "insert into public.event_subscriptions (organization_id, pattern, job_name) values ($1, '*', 'mail.thank')",
            "update public.events set name = 'order.paid' where organization_id = $1",
            "select 1 from public.events where organization_id = $1",
        ] {
            let tx = world.shopper().await;
            let error = db::exec(&tx, sql, [shop.into()]).await.unwrap_err();
            assert!(matches!(error, db::Error::Forbidden(_)), "{sql}: {error:?}");
        }
    }
}
