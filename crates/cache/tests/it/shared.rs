//! The level in Redis.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use cache::{Cacheable, Error, Redis, RedisSettings, Settings, Topic};

use crate::{
    redis_server::RedisServer,
    support::{OTHER_SHOP, SHOP, Shop, of_shop, on_catalog, until},
};

const QUICK: Duration = Duration::from_millis(50);

/// What all processes read.
#[derive(Clone, Default)]
struct Database(Arc<AtomicUsize>);

impl Database {
    fn write(&self, value: usize) {
        self.0.store(value, Ordering::SeqCst);
    }

    /// One process.
    async fn process(&self, redis: Redis) -> Shop {
        let shop = self.deaf_process(redis);
        shop.cache.listening(true);
        until(async || shop.cache.health().is_ready()).await;
        shop
    }

    fn deaf_process(&self, redis: Redis) -> Shop {
        let value = Arc::clone(&self.0);
        Shop::with(Settings::default(), Some(redis), move |_| {
            let read = value.load(Ordering::SeqCst).to_string();
            async move { on_catalog(axum::Json(read)) }
        })
    }
}

async fn two_processes(server: &RedisServer) -> (Database, Shop, Shop) {
    let database = Database::default();
    let (a, b) = (database.process(server.open()).await, database.process(server.open()).await);
    (database, a, b)
}

/// Until Redis has what `shop` sent it.
async fn has_arrived(shop: &Shop) {
    until(async || shop.cache.stats().on_the_way == 0).await;
}

/// Until an answer of `shop` to `target` has arrived in Redis.
async fn shares(server: &RedisServer, shop: &Shop, target: &str) {
    let before = server.answers_kept().await;
    assert_eq!(shop.get(target).await.from(), "miss");
    until(async || server.answers_kept().await > before).await;
}

#[tokio::test]
async fn what_one_process_computed_the_other_serves() {
    let server = RedisServer::start().await;
    let (_, a, b) = two_processes(&server).await;
    shares(&server, &a, "/a").await;
    let mine = a.get("/a").await;
    let shared = b.get("/a").await;
    assert_eq!((shared.from(), b.runs()), ("hit", 0));
    assert_eq!((&shared.headers, &shared.body), (&mine.headers, &mine.body));
    assert_eq!(b.get("/a").await.from(), "hit");
    let stats = b.cache.stats();
    assert_eq!((stats.shared, stats.hits, stats.misses), (1, 1, 0));
    assert_eq!(b.send(of_shop("/a", OTHER_SHOP)).await.from(), "miss");
}

#[tokio::test]
async fn a_process_that_was_told_never_serves_what_another_kept_before() {
    let server = RedisServer::start().await;
    let (database, a, b) = two_processes(&server).await;
    for value in 1..100 {
        let target = format!("/{}", value % 3);
        // Only one of them is told now: the other still serves what it has, which is its right.
        let (told, other) = if value % 2 == 0 { (&a, &b) } else { (&b, &a) };
        other.get(&target).await;
        database.write(value);
        told.cache.invalidate(SHOP, Topic::Catalog);
        let body = told.get(&target).await.body;
        assert_eq!(body, format!("\"{value}\""), "at once, before Redis has confirmed anything");
        other.cache.invalidate(SHOP, Topic::Catalog);
        assert_eq!(other.get(&target).await.body, body);
    }
}

#[tokio::test]
async fn they_share_again_once_the_change_has_arrived_everywhere() {
    let server = RedisServer::start().await;
    let (database, a, b) = two_processes(&server).await;
    shares(&server, &a, "/a").await;
    database.write(1);
    for shop in [&a, &b] {
        shop.cache.invalidate(SHOP, Topic::Catalog);
        has_arrived(shop).await;
    }
    assert_eq!((a.get("/a").await.from(), a.get("/a").await.text()), ("miss", "\"1\""));
    has_arrived(&a).await;
    assert_eq!((b.get("/a").await.from(), b.get("/a").await.text()), ("hit", "\"1\""));
    assert_eq!(b.runs(), 0);
}

#[tokio::test]
async fn other_topics_stay_shared() {
    let server = RedisServer::start().await;
    let (_, a, b) = two_processes(&server).await;
    shares(&server, &a, "/a").await;
    b.cache.invalidate(SHOP, Topic::Stock);
    has_arrived(&b).await;
    assert_eq!((b.get("/a").await.from(), b.runs()), ("hit", 0));
}

#[tokio::test]
async fn who_starts_or_listens_again_trusts_nothing_from_before() {
    let server = RedisServer::start().await;
    let (database, a, b) = two_processes(&server).await;
    shares(&server, &a, "/a").await;
    // All are deaf while this is written.
    a.cache.listening(false);
    b.cache.listening(false);
    database.write(1);
    let late = database.deaf_process(server.open());
    late.cache.listening(true);
    assert_eq!(late.get("/a").await.text(), "\"1\"", "one that starts");
    b.cache.listening(true);
    assert_eq!(b.get("/a").await.text(), "\"1\"", "one that listens again");
    until(async || b.cache.health().is_ready()).await;
    assert_eq!(b.get("/b").await.text(), "\"1\"");
}

#[tokio::test]
async fn everything_works_while_redis_is_dead_and_is_shared_again_after() {
    let mut server = RedisServer::start().await;
    let (database, a, b) = two_processes(&server).await;
    shares(&server, &a, "/a").await;
    server.kill();
    assert_eq!((b.get("/a").await.from(), b.get("/a").await.from()), ("miss", "hit"));
    assert_eq!(b.cache.health().redis, Some(false));
    assert!(!b.cache.health().is_ready());
    database.write(1);
    for shop in [&a, &b] {
        shop.cache.invalidate(SHOP, Topic::Catalog);
        assert_eq!(shop.get("/a").await.text(), "\"1\"");
    }
    server.restart().await;
    until(async || a.cache.health().is_ready() && b.cache.health().is_ready()).await;
    shares(&server, &a, "/again").await;
    assert_eq!((b.get("/again").await.from(), b.get("/again").await.text()), ("hit", "\"1\""));
}

#[tokio::test]
async fn a_redis_that_comes_back_with_old_data_is_not_believed() {
    let mut server = RedisServer::start().await;
    let (database, a, b) = two_processes(&server).await;
    shares(&server, &a, "/a").await;
    let _: () = redis::cmd("SAVE").query_async(&mut server.console().await).await.unwrap();
    database.write(1);
    for shop in [&a, &b] {
        shop.cache.invalidate(SHOP, Topic::Catalog);
        has_arrived(shop).await;
    }
    // What was saved has the tokens from before, and the old answer under them.
    server.restart().await;
    assert_eq!(server.answers_kept().await, 1);
    assert_eq!(b.get("/a").await.text(), "\"1\"", "on the broken connection");
    until(async || b.cache.health().is_ready()).await;
    let third = database.process(server.open()).await;
    assert_eq!(third.get("/a").await.text(), "\"1\"", "on a new connection");
}

#[tokio::test]
async fn forgotten_tokens_are_made_anew() {
    let server = RedisServer::start().await;
    let (database, a, b) = two_processes(&server).await;
    shares(&server, &a, "/a").await;
    let mut console = server.console().await;
    let tokens: Vec<String> = redis::cmd("KEYS").arg("kontor:*:v:*").query_async(&mut console).await.unwrap();
    assert_eq!(tokens.len(), 1 + Topic::ALL.len(), "{tokens:?}");
    database.write(1);
    let _: () = redis::cmd("DEL").arg(&tokens).query_async(&mut console).await.unwrap();
    assert_eq!(b.get("/a").await.text(), "\"1\"", "an answer whose tokens are gone may be stale");
    shares(&server, &a, "/b").await;
    assert_eq!(b.get("/b").await.from(), "hit");
}

#[tokio::test]
async fn a_frozen_redis_is_left_alone_and_found_again() {
    let server = RedisServer::start().await;
    let database = Database::default();
    let shop = database.process(server.open_with("test", QUICK)).await;
    server.freeze();
    let mut asked = 0;
    until(async || {
        asked += 1;
        assert_eq!(shop.get(&format!("/{asked}")).await.from(), "miss");
        shop.cache.health().redis == Some(false)
    })
    .await;
    assert_eq!(asked, 3, "three requests wait for the time-out, then none");
    database.write(1);
    shop.cache.invalidate(SHOP, Topic::Catalog);
    assert_eq!(shop.get("/1").await.text(), "\"1\"");
    server.thaw();
    until(async || shop.cache.health().is_ready()).await;
}

#[tokio::test]
async fn a_redis_that_was_never_there_changes_nothing() {
    let database = Database::default();
    let mut server = RedisServer::start().await;
    server.kill();
    let shop = database.deaf_process(server.open());
    shop.cache.listening(true);
    assert_eq!((shop.get("/a").await.from(), shop.get("/a").await.from()), ("miss", "hit"));
    shop.cache.invalidate(SHOP, Topic::Catalog);
    assert_eq!(shop.get("/a").await.from(), "miss");
    assert_eq!(shop.cache.health().redis, Some(false));
    server.restart().await;
    until(async || shop.cache.health().is_ready()).await;
}

#[tokio::test]
async fn shared_answers_end_at_their_moment_in_every_process() {
    let server = RedisServer::start().await;
    // Redis counts the real time, so the shops' clocks start there.
    let now = std::time::SystemTime::now();
    let start = |redis| {
        let shop = Shop::with(Settings::default(), Some(redis), move |_| async move {
            axum::response::IntoResponse::into_response((
                Cacheable::on(Topic::Catalog).until(now + Duration::from_mins(2)),
                "price",
            ))
        });
        shop.hands.advance(now.duration_since(shop.hands.now()).unwrap());
        shop.cache.listening(true);
        shop
    };
    let (a, b) = (start(server.open()), start(server.open()));
    until(async || a.cache.health().is_ready() && b.cache.health().is_ready()).await;
    shares(&server, &a, "/a").await;
    assert_eq!(b.get("/a").await.from(), "hit");
    b.hands.advance(Duration::from_mins(2));
    assert_eq!(b.get("/a").await.from(), "miss", "in memory");
    let c = start(server.open());
    until(async || c.cache.health().is_ready()).await;
    shares(&server, &a, "/b").await;
    c.hands.advance(Duration::from_mins(2));
    assert_eq!(c.get("/b").await.from(), "miss", "in redis");
}

#[tokio::test]
async fn namespaces_do_not_meet() {
    let server = RedisServer::start().await;
    let database = Database::default();
    let old = database.process(server.open_with("0.1.0", QUICK * 400)).await;
    let new = database.process(server.open_with("0.2.0", QUICK * 400)).await;
    shares(&server, &old, "/a").await;
    assert_eq!(new.get("/a").await.from(), "miss");
}

#[test]
fn an_unusable_url_is_refused() {
    let refused = Redis::open(RedisSettings::new("http://example.com".to_owned().into(), "test")).unwrap_err();
    assert!(matches!(refused, Error::RedisUrl(_)), "{refused}");
    assert!(refused.to_string().contains("redis://"));
}
