use events::Subscriptions;

use crate::support::{Index, Thank, World};

#[tokio::test]
async fn writing_subscriptions_down_twice_changes_nothing() {
    let world = World::new().await;
    let wanted =
        || Subscriptions::new().on::<Index>("product.*").merge(Subscriptions::new().on::<Thank>("order.placed"));
    world.subscribe(wanted()).await;
    world.subscribe(wanted()).await;
    assert_eq!(world.count("public.event_subscriptions").await, 2);
    assert_eq!(world.count("public.event_subscriptions where updated_at <> created_at").await, 0);
}

#[tokio::test]
async fn what_is_not_wanted_any_more_goes_and_what_others_know_stays() {
    let world = World::new().await;
    world
        .as_owner("insert into public.event_subscriptions (pattern, job_name) values ('*', 'another.service')".into())
        .await;
    world.subscribe(Subscriptions::new().on::<Index>("product.*").on::<Thank>("order.placed")).await;
    world.subscribe(Subscriptions::new().on::<Index>("product.created")).await;
    assert_eq!(world.count("public.event_subscriptions where pattern = 'product.created'").await, 1);
    assert_eq!(world.count("public.event_subscriptions where job_name = 'another.service'").await, 1);
    assert_eq!(world.count("public.event_subscriptions").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_start_together_agree() {
    let world = World::new().await;
    let starts = (0..8).map(|_| {
        let (db, registry) = (world.db.clone(), world.registry());
        tokio::spawn(async move {
            Subscriptions::new().on::<Thank>("order.*").on::<Index>("product.*").sync(&db, &registry).await.unwrap();
        })
    });
    for start in starts.collect::<Vec<_>>() {
        start.await.unwrap();
    }
    assert_eq!(world.count("public.event_subscriptions").await, 2);
}
