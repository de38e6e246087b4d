//! A worker that is killed in the middle: another one goes on behind what is in.

use std::time::Duration;

use chrono::TimeDelta;

use super::{begin, confirm, counts, exchange, open, products, registry};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_is_killed_goes_on() {
    const ALL: usize = 1_400;
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let mut csv = products(0..ALL / 2);
    csv.push_str("bad,Bad,,,active,Size,S,,,,abc\n");
    csv.push_str(&products(ALL / 2..ALL)[super::HEADER.len()..]);
    let (id, _) = begin(&boss, csv.as_bytes()).await;
    confirm(&boss, &id).await;
    let mut kills = 0;
    loop {
        let before = exchange(&boss, &id).await["done_line"].as_i64().unwrap();
        let worker = {
            // Another process has connections of its own, and they go with it.
            let (db, registry) = (shop.test.another_db().await, registry(&shop));
            tokio::spawn(async move { jobs::run_until_empty(&db, &registry).await.map(|drained| drained.errors) })
        };
        let is_over = loop {
            let now = exchange(&boss, &id).await;
            if now["status"] == "done" {
                break true;
            }
            assert_ne!(now["status"], "failed", "{now}");
            if kills < 3 && now["done_line"].as_i64().unwrap() > before {
                break false;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        };
        worker.abort();
        let _ = worker.await;
        if is_over {
            break;
        }
        kills += 1;
        // Its lease ends, as the killed one says nothing any more.
        shop.test.clock().advance(TimeDelta::hours(1));
    }
    assert!(kills >= 2, "it was killed {kills} times");
    let done = exchange(&boss, &id).await;
    let all = i64::try_from(ALL).unwrap();
    assert_eq!(counts(&done), [all, 0, 0, 1], "each product once");
    assert_eq!(shop.count("products where handle like 'trip-%' and deleted_at is null").await, all);
    assert_eq!(shop.count("product_variants where sku like 'TRIP-%' and deleted_at is null").await, 2 * all);
    assert_eq!(shop.count("exchange_errors").await, 1);
    let twice = "(select sku from product_variants where sku is not null and deleted_at is null and sku like 'TRIP-%'
        group by sku having count(*) > 1) t";
    assert_eq!(shop.count(twice).await, 0);
}
