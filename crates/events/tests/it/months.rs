use crate::support::World;

#[tokio::test]
async fn a_month_that_is_made_late_takes_over_what_came_meanwhile() {
    let world = World::new().await;
    let insert = format!(
        "insert into public.events (organization_id, name, created_at)
         select '{}', 'order.placed', now() + make_interval(months => m) from generate_series(0, 8) m",
        world.shop
    );
    world.as_owner(insert).await;
    let before = world.count("public.events_default").await;
    assert!(before >= 5, "{before} events are in no month");
    let tx = world.system().await;
    db::exec(&tx, "select private.ensure_partitions('public.events', 6)", []).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.count("public.events_default").await, 2);
    assert_eq!(world.count("public.events").await, 9);
    let open = "pg_class c where c.relname like 'events\\_%' and c.relkind = 'r'
                and not (c.relrowsecurity and c.relforcerowsecurity)";
    assert_eq!(world.count(open).await, 0, "a partition that is read directly is closed too");
}

#[tokio::test]
async fn months_past_retention_are_dropped() {
    let world = World::new().await;
    world
        .as_owner(
            "create table public.events_2024_01 partition of public.events for values from ('2024-01-01') to ('2024-02-01')"
                .into(),
        )
        .await;
    let months = "pg_class where relname like 'events\\_20%' and relkind = 'r'";
    let before = world.count(months).await;
    let tx = world.system().await;
    db::exec(&tx, "select private.drop_partitions('public.events', '13 months')", []).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.count(months).await, before - 1);
}
