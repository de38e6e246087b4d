//! What is too much.

use axum::{
    body::{Body, Bytes},
    response::IntoResponse,
};
use cache::{Cacheable, MAX_BODY, MAX_TARGET, Settings, Topic};
use futures_util::stream;

use crate::support::{Shop, get, on_catalog};

#[tokio::test]
async fn a_hundred_thousand_queries_stay_within_the_bound() {
    const BOUND: u64 = 4 * 1024 * 1024;
    let settings = Settings { max_bytes: BOUND, ..Settings::default() };
    let shop = Shop::with(settings, None, |target| async move {
        if target.starts_with("/unmarked") { "mine".into_response() } else { on_catalog([b'x'; 500]) }
    });
    shop.cache.listening(true);
    for number in 0..100_000 {
        let path = if number % 10 == 0 { "/unmarked" } else { "/a" };
        shop.get(&format!("{path}?q={number}")).await;
        if number % 1000 == 0 {
            let stats = shop.cache.stats();
            assert!(stats.bytes <= BOUND, "{stats:?}");
        }
    }
    let stats = shop.cache.stats();
    assert!(stats.bytes <= BOUND && stats.entries > 100, "{stats:?}");
    assert_eq!((stats.in_flight, shop.runs()), (0, 100_000));
}

#[tokio::test]
async fn what_is_asked_often_outlives_a_flood() {
    let settings = Settings { max_bytes: 1024 * 1024, ..Settings::default() };
    let shop = Shop::with(settings, None, |_| async { on_catalog([b'x'; 500]) });
    shop.cache.listening(true);
    for _ in 0..10 {
        shop.get("/home").await;
    }
    for number in 0..5_000 {
        shop.get(&format!("/a?q={number}")).await;
    }
    assert_eq!(shop.get("/home").await.from(), "hit");
}

#[tokio::test]
async fn long_targets_are_not_kept() {
    let shop = Shop::new(|_| async { on_catalog("a") });
    let longest = format!("/{}", "x".repeat(MAX_TARGET - 1));
    assert_eq!((shop.get(&longest).await.from(), shop.get(&longest).await.from()), ("miss", "hit"));
    let longer = format!("{longest}x");
    let reply = shop.get(&longer).await;
    assert_eq!((reply.from(), shop.get(&longer).await.from()), ("bypass", "bypass"));
    let known = get(&longer).header("if-none-match", reply.header("etag").unwrap()).body(Body::empty()).unwrap();
    assert_eq!(shop.send(known).await.status, 304);
}

#[tokio::test]
async fn large_bodies_arrive_whole_and_are_not_kept() {
    let shop = Shop::new(|target| async move {
        let size = if target.ends_with("fits") { MAX_BODY } else { MAX_BODY + 1 };
        let body = if target.starts_with("/stream") {
            let chunks = (0..size).step_by(65_536).map(move |at| Bytes::from(vec![b'x'; 65_536.min(size - at)]));
            Body::from_stream(stream::iter(chunks.map(Ok::<_, std::io::Error>)))
        } else {
            Body::from(vec![b'x'; size])
        };
        (Cacheable::on(Topic::Catalog), body).into_response()
    });
    for path in ["/whole", "/stream"] {
        let fits = format!("{path}/fits");
        assert_eq!(shop.get(&fits).await.body.len(), MAX_BODY);
        let hit = shop.get(&fits).await;
        assert_eq!((hit.from(), hit.body.len()), ("hit", MAX_BODY), "{path}");
        let large = format!("{path}/large");
        for _ in 0..2 {
            let reply = shop.get(&large).await;
            assert_eq!((reply.from(), reply.body.len()), ("nothing", MAX_BODY + 1), "{path}");
            assert!(reply.body.iter().all(|byte| *byte == b'x'));
        }
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_breaks_off_for_the_client_and_is_not_kept() {
    use http_body_util::BodyExt;
    use tower::ServiceExt;
    let shop = Shop::new(|_| async {
        let chunks = [Ok(Bytes::from_static(b"half")), Err(std::io::Error::other("the source is gone"))];
        (Cacheable::on(Topic::Catalog), Body::from_stream(stream::iter(chunks))).into_response()
    });
    for run in 1..=2 {
        let response = shop.router().oneshot(get("/a").body(Body::empty()).unwrap()).await.unwrap();
        let mut body = response.into_body();
        assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "half");
        assert!(body.frame().await.unwrap().is_err());
        assert_eq!(shop.runs(), run);
    }
}
