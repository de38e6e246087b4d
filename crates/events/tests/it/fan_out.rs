use events::{Emit, Subscriptions, emit};
use uuid::Uuid;

use crate::support::{CREATED, Index, PLACED, PRICED, Thank, World};

#[tokio::test]
async fn an_event_reaches_each_subscriber_whose_pattern_matches_once() {
    let world = World::new().await;
    world
        .subscribe(
            Subscriptions::new().on::<Index>("product.*").on::<Index>("product.created").on::<Thank>("order.placed"),
        )
        .await;
    let tx = world.shopper().await;
    for name in [CREATED, PRICED, PLACED] {
        emit(&tx, Emit::new(name, Uuid::now_v7())).await.unwrap();
    }
    tx.commit().await.unwrap();
    let heard = world.run_jobs().await;
    let expected = [("mail.thank", PLACED), ("search.index", CREATED), ("search.index", PRICED)];
    assert_eq!(heard, expected.map(|(job, event)| (job, event.to_string(), world.shop)));
}

#[tokio::test]
async fn a_star_hears_everything_and_a_prefix_no_namesakes() {
    let world = World::new().await;
    world.subscribe(Subscriptions::new().on::<Thank>("*").on::<Index>("product.price.*")).await;
    let tx = world.shopper().await;
    emit(&tx, Emit::new(CREATED, Uuid::now_v7())).await.unwrap();
    emit(&tx, Emit::new(events::EventName::new("product.pricelist"), Uuid::now_v7())).await.unwrap();
    emit(&tx, Emit::new(PRICED, Uuid::now_v7())).await.unwrap();
    tx.commit().await.unwrap();
    let heard = world.run_jobs().await;
    assert_eq!(heard.iter().filter(|(job, ..)| *job == "mail.thank").count(), 3);
    assert_eq!(heard.iter().filter(|(job, ..)| *job == "search.index").count(), 1);
}

#[tokio::test]
async fn jobs_come_with_the_event_or_not_at_all() {
    let world = World::new().await;
    world.subscribe(Subscriptions::new().on::<Index>("*")).await;
    let tx = world.shopper().await;
    emit(&tx, Emit::new(CREATED, Uuid::now_v7())).await.unwrap();
    assert_eq!(world.count("public.jobs").await, 0, "nobody sees them before the commit");
    tx.rollback().await.unwrap();
    assert_eq!((world.count("public.jobs").await, world.count("public.events").await), (0, 0));
    let tx = world.shopper().await;
    emit(&tx, Emit::new(CREATED, Uuid::now_v7())).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((world.count("public.jobs").await, world.count("public.events").await), (1, 1));
    assert_eq!(world.count("public.jobs where max_attempts = 4").await, 1, "as often as its job is tried");
}

#[tokio::test]
async fn an_event_written_in_sql_has_its_effect_too() {
    let world = World::new().await;
    world.subscribe(Subscriptions::new().on::<Index>("product.*")).await;
    let insert = format!(
        "insert into public.events (organization_id, name)
         values ('{}', 'product.created'), ('{}', 'product.deleted'), ('{}', 'order.placed')",
        world.shop, world.other_shop, world.shop
    );
    world.as_owner(insert).await;
    let mut expected = [("product.created", world.shop), ("product.deleted", world.other_shop)];
    expected.sort_unstable();
    assert_eq!(world.run_jobs().await, expected.map(|(event, shop)| ("search.index", event.to_owned(), shop)));
}

#[tokio::test]
async fn a_subscription_of_a_shop_hears_that_shop_only() {
    let world = World::new().await;
    let insert = format!(
        "insert into public.event_subscriptions (organization_id, pattern, job_name) values ('{}', '*', 'mail.thank')",
        world.shop
    );
    world.as_owner(insert).await;
    for shop in [world.shop, world.other_shop] {
        let tx = world.db.begin(db::Scope::anon(shop)).await.unwrap();
        emit(&tx, Emit::new(PLACED, Uuid::now_v7())).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(world.run_jobs().await, [("mail.thank", "order.placed".to_owned(), world.shop)]);
}
