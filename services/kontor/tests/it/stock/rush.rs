//! Many at once.

use std::time::Duration;

use serde_json::Value;
use tokio::{task::JoinSet, time::Instant};

use super::{Keeper, insufficient, reserve};

/// Sixteen clients want the last hundred: they ask on after the first refusal, for half a minute if `KONTOR_LONG_TESTS` is set.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_the_last_hundred_exactly_a_hundred_are_kept() {
    let keeper = Keeper::new().await;
    let kiel = keeper.place("Kiel").await;
    let item = keeper.item("mug", &[(&kiel, 100)]).await;
    let long = std::env::var_os("KONTOR_LONG_TESTS").map(|_| Instant::now() + Duration::from_secs(30));
    let mut clients = JoinSet::new();
    for _ in 0..16 {
        let (client, item, kiel) = (keeper.client.clone(), item.clone(), kiel.clone());
        clients.spawn(async move {
            let (mut kept, mut refused) = (0, 0);
            while refused < 3 || long.is_some_and(|end| Instant::now() < end) {
                let answer = reserve(&client, &item, &kiel, 1).send().await;
                match answer.status.as_u16() {
                    200 => kept += 1,
                    400 => {
                        assert_eq!(answer.json(), insufficient(&item, &kiel));
                        refused += 1;
                    }
                    other => panic!("{other}: {}", answer.text),
                }
            }
            (kept, refused)
        });
    }
    let counts = clients.join_all().await;
    assert_eq!(counts.iter().map(|(kept, _)| kept).sum::<i32>(), 100, "{counts:?}");
    assert!(counts.iter().all(|(_, refused)| *refused >= 3));
    assert_eq!(keeper.level(&item, &kiel).await, [100, 100, 0]);
    let page = keeper.client.get(&format!("/admin/reservations?inventory_item_id={item}&limit=1")).ok().await;
    assert_eq!(page["count"], 100);
    let ledger = format!("/admin/inventory-items/{item}/ledger?reason=reserve&limit=1000&order=created_at");
    let ledger = keeper.client.get(&ledger).ok().await;
    let lines = ledger["ledger_entries"].as_array().unwrap();
    let after: Vec<i64> = lines.iter().map(|line| line["reserved_after"].as_i64().unwrap()).collect();
    assert_eq!(after, (1..=100).collect::<Vec<_>>());
    keeper.books_agree().await;
}

/// What is given back while others wait for it is theirs: nobody is refused what is there once he has his turn.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_comes_and_goes_is_never_refused_while_it_is_there() {
    let keeper = Keeper::new().await;
    let kiel = keeper.place("Kiel").await;
    // Eight clients of whom each has one at most: eight are enough for all, always.
    let item = keeper.item("mug", &[(&kiel, 8)]).await;
    let mut clients = JoinSet::new();
    for _ in 0..8 {
        let (client, item, kiel) = (keeper.client.clone(), item.clone(), kiel.clone());
        clients.spawn(async move {
            for _ in 0..15 {
                let kept = reserve(&client, &item, &kiel, 1).ok().await;
                let path = format!("/admin/reservations/{}", kept["reservation"]["id"].as_str().unwrap());
                assert_eq!(crate::admin::delete(&client, &path).await.status.as_u16(), 200);
            }
        });
    }
    clients.join_all().await;
    assert_eq!(keeper.level(&item, &kiel).await, [8, 0, 8]);
    keeper.books_agree().await;
}

/// Batches and reservations that name the same levels in another order do not stop each other.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn crossed_items_do_not_deadlock() {
    let keeper = Keeper::new().await;
    let (kiel, bonn) = (keeper.place("Kiel").await, keeper.place("Bonn").await);
    let mug = keeper.item("mug", &[(&kiel, 1_000), (&bonn, 1_000)]).await;
    let cup = keeper.item("cup", &[(&kiel, 1_000), (&bonn, 1_000)]).await;
    let mut clients = JoinSet::new();
    for n in 0..8 {
        let (shop, mut places) =
            (keeper.client.clone(), vec![(&mug, &kiel), (&cup, &bonn), (&mug, &bonn), (&cup, &kiel)]);
        places.rotate_left(n % 4);
        if n >= 4 {
            places.reverse();
        }
        let lines: Vec<Value> = places
            .iter()
            .map(|(item, place)| serde_json::json!({"inventory_item_id": item, "location_id": place, "incoming_quantity": n}))
            .collect();
        clients.spawn(async move {
            for _ in 0..10 {
                let body = serde_json::json!({ "update": lines });
                shop.post("/admin/inventory-items/location-levels/batch", &body).ok().await;
            }
        });
    }
    clients.join_all().await;
    keeper.books_agree().await;
}

/// Whoever closes a place while others put things there and keep some of them: either it is open, or nothing is left in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_place_that_is_closed_while_others_use_it_is_empty() {
    let keeper = Keeper::new().await;
    let mut closed = 0;
    for round in 0..6 {
        let place = keeper.place("Kiel").await;
        let mut tasks = JoinSet::new();
        for n in 0..4 {
            let item = keeper.item(&format!("thing-{round}-{n}"), &[]).await;
            let (client, place) = (keeper.client.clone(), place.clone());
            tasks.spawn(async move {
                let level = serde_json::json!({"inventory_item_id": item, "location_id": place, "stocked_quantity": 5});
                let path = "/admin/inventory-items/location-levels/batch";
                let made = client.post(path, &serde_json::json!({ "create": [level] })).send().await;
                let kept = reserve(&client, &item, &place, 1).send().await;
                assert!([200, 404].contains(&made.status.as_u16()), "{}", made.text);
                assert!([200, 404].contains(&kept.status.as_u16()), "{}", kept.text);
                0
            });
        }
        let (client, path) = (keeper.client.clone(), format!("/admin/stock-locations/{place}"));
        tasks.spawn(async move {
            let answer = crate::admin::delete(&client, &path).await;
            assert!([200, 400].contains(&answer.status.as_u16()), "{}", answer.text);
            i32::from(answer.status.as_u16() == 200)
        });
        closed += tasks.join_all().await.into_iter().sum::<i32>();
    }
    let gone = "join stock_locations s on s.organization_id = x.organization_id and s.id = x.location_id and s.deleted_at is not null";
    assert_eq!(keeper.shop.count(&format!("inventory_levels x {gone}")).await, 0, "{closed} of 6 were closed");
    assert_eq!(keeper.shop.count(&format!("reservation_items x {gone} where x.deleted_at is null")).await, 0);
    keeper.books_agree().await;
}
