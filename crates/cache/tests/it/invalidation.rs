//! What was told ends what was kept.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::body::Body;
use cache::{Topic, Topics};
use tokio::sync::Semaphore;

use crate::support::{OTHER_SHOP, SHOP, Shop, get, of_shop, on, settle};

fn by_topic() -> Shop {
    Shop::new(|target| async move {
        let topics = match target.as_str() {
            "/catalog" => Topic::Catalog.into(),
            "/stock" => Topic::Stock.into(),
            "/both" => Topic::Catalog | Topic::Stock,
            _ => Topics::NONE,
        };
        on(topics, target)
    })
}

/// Where the four answers of `shop` now come from.
async fn sources(shop: &Shop) -> Vec<String> {
    let mut sources = Vec::new();
    for target in ["/catalog", "/stock", "/both", "/none"] {
        sources.push(shop.get(target).await.from().to_owned());
    }
    sources
}

#[tokio::test]
async fn a_topic_ends_what_depends_on_it_and_nothing_else() {
    let shop = by_topic();
    assert_eq!(sources(&shop).await, ["miss"; 4]);
    assert_eq!(sources(&shop).await, ["hit"; 4]);
    shop.cache.invalidate(SHOP, Topic::Catalog);
    assert_eq!(sources(&shop).await, ["miss", "hit", "miss", "hit"]);
    shop.cache.invalidate(SHOP, Topic::Stock);
    assert_eq!(sources(&shop).await, ["hit", "miss", "miss", "hit"]);
    shop.cache.invalidate_all();
    assert_eq!(sources(&shop).await, ["miss"; 4]);
    assert_eq!(sources(&shop).await, ["hit"; 4]);
}

#[tokio::test]
async fn other_organizations_are_untouched() {
    let shop = by_topic();
    for id in [SHOP, OTHER_SHOP] {
        assert_eq!(shop.send(of_shop("/both", id)).await.from(), "miss");
    }
    shop.cache.invalidate(SHOP, Topic::Catalog);
    assert_eq!(shop.send(of_shop("/both", OTHER_SHOP)).await.from(), "hit");
    assert_eq!(shop.send(of_shop("/both", SHOP)).await.from(), "miss");
    shop.cache.invalidate_all();
    assert_eq!(shop.send(of_shop("/both", OTHER_SHOP)).await.from(), "miss");
}

#[tokio::test]
async fn nothing_is_served_while_nobody_listens() {
    let shop = by_topic();
    assert_eq!(sources(&shop).await, ["miss"; 4]);
    shop.cache.listening(false);
    assert!(!shop.cache.health().listening && !shop.cache.health().is_ready());
    assert_eq!(sources(&shop).await, ["bypass"; 4]);
    let etag = shop.get("/both").await.header("etag").unwrap().to_owned();
    let known = get("/both").header("if-none-match", etag).body(Body::empty()).unwrap();
    assert_eq!(shop.send(known).await.status, 304);
    shop.cache.invalidate_all();
    shop.cache.listening(false);
    assert_eq!(sources(&shop).await, ["bypass"; 4]);
    shop.cache.listening(true);
    assert_eq!(sources(&shop).await, ["miss"; 4], "what was kept before the gap may be stale");
    assert_eq!(sources(&shop).await, ["hit"; 4]);
    shop.cache.listening(true);
    assert_eq!(sources(&shop).await, ["miss"; 4], "a connection that is made anew had a gap even if nobody said so");
}

#[tokio::test]
async fn a_new_cache_does_not_listen() {
    let shop = Shop::with(cache::Settings::default(), None, |_| async { on(Topic::Catalog, "a") });
    assert_eq!((shop.get("/a").await.from(), shop.get("/a").await.from()), ("bypass", "bypass"));
}

/// A handler that reads the value, then waits for a permit, then answers what it read.
fn slow_reader() -> (Shop, Arc<AtomicUsize>, Arc<Semaphore>) {
    let (value, permits) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(0)));
    let handler = {
        let (value, permits) = (Arc::clone(&value), Arc::clone(&permits));
        move |_| {
            let (value, permits) = (Arc::clone(&value), Arc::clone(&permits));
            async move {
                let read = value.load(Ordering::SeqCst).to_string();
                permits.acquire().await.unwrap().forget();
                on(Topic::Catalog, read)
            }
        }
    };
    (Shop::new(handler), value, permits)
}

#[tokio::test]
async fn what_is_computed_while_a_change_is_told_is_not_served_after_it() {
    let (shop, value, permits) = slow_reader();
    let early = tokio::spawn({
        let shop = shop.clone();
        async move { shop.get("/a").await }
    });
    settle().await;
    value.store(1, Ordering::SeqCst);
    shop.cache.invalidate(SHOP, Topic::Catalog);
    let late = tokio::spawn({
        let shop = shop.clone();
        async move { shop.get("/a").await }
    });
    settle().await;
    assert_eq!(shop.runs(), 2, "the later request does not wait for the answer from before the change");
    permits.add_permits(2);
    assert_eq!(early.await.unwrap().text(), "0", "it was asked before the change was told");
    assert_eq!(late.await.unwrap().text(), "1");
    let after = shop.get("/a").await;
    assert_eq!((after.from(), after.text(), shop.runs()), ("hit", "1", 2));
    assert_eq!(shop.cache.stats().in_flight, 0);
}

#[tokio::test]
async fn a_late_answer_from_before_the_change_does_not_replace_a_newer_one() {
    let (shop, value, permits) = slow_reader();
    let early = tokio::spawn({
        let shop = shop.clone();
        async move { shop.get("/a").await }
    });
    settle().await;
    value.store(1, Ordering::SeqCst);
    shop.cache.invalidate(SHOP, Topic::Catalog);
    permits.add_permits(1);
    assert_eq!(early.await.unwrap().text(), "0");
    assert_eq!(shop.cache.stats().entries, 0, "it was stale when it came");
    permits.add_permits(1);
    assert_eq!(shop.get("/a").await.text(), "1");
}

#[tokio::test]
async fn a_gap_in_listening_while_computing_ends_the_answer() {
    let (shop, value, permits) = slow_reader();
    let early = tokio::spawn({
        let shop = shop.clone();
        async move { shop.get("/a").await }
    });
    settle().await;
    value.store(1, Ordering::SeqCst);
    shop.cache.listening(false);
    shop.cache.listening(true);
    permits.add_permits(2);
    assert_eq!(early.await.unwrap().text(), "0");
    assert_eq!(shop.get("/a").await.text(), "1");
}
