//! Many requests for one answer.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use cache::{Cacheable, Topic};
use tokio::{sync::Semaphore, task::JoinHandle};

use crate::support::{Reply, Shop, on_catalog, settle};

/// A handler that waits for a permit, then answers with the number of its run.
fn gated(answer: impl Fn(usize) -> Response + Send + Sync + 'static) -> (Shop, Arc<Semaphore>) {
    let permits = Arc::new(Semaphore::new(0));
    let (answer, run) = (Arc::new(answer), Arc::new(AtomicUsize::new(0)));
    let handler = {
        let permits = Arc::clone(&permits);
        move |_| {
            let (permits, answer, run) =
                (Arc::clone(&permits), Arc::clone(&answer), run.fetch_add(1, Ordering::SeqCst));
            async move {
                permits.acquire().await.unwrap().forget();
                answer(run)
            }
        }
    };
    (Shop::new(handler), permits)
}

fn ask(shop: &Shop, times: usize) -> Vec<JoinHandle<Reply>> {
    let one = || {
        let shop = shop.clone();
        tokio::spawn(async move { shop.get("/a").await })
    };
    (0..times).map(|_| one()).collect()
}

#[tokio::test]
async fn a_hundred_misses_run_the_handler_once() {
    let (shop, permits) = gated(|run| on_catalog(run.to_string()));
    let replies = ask(&shop, 100);
    settle().await;
    assert_eq!((shop.runs(), shop.cache.stats().in_flight), (1, 1));
    permits.add_permits(1);
    for reply in replies {
        assert_eq!(reply.await.unwrap().text(), "0");
    }
    let stats = shop.cache.stats();
    assert_eq!((stats.misses, stats.joined, stats.in_flight), (1, 99, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn it_is_once_on_many_threads_too() {
    for _ in 0..2000 {
        let (shop, permits) = gated(|run| on_catalog(run.to_string()));
        permits.add_permits(100);
        for reply in ask(&shop, 10) {
            assert_eq!(reply.await.unwrap().text(), "0");
        }
        assert_eq!((shop.runs(), shop.cache.stats().in_flight), (1, 0));
    }
}

#[tokio::test]
async fn another_takes_over_when_the_first_goes_away() {
    let (permits, running) = (Arc::new(Semaphore::new(0)), Arc::new(Mutex::new(None)));
    let shop = Shop::new({
        let (permits, running) = (Arc::clone(&permits), Arc::clone(&running));
        move |_| {
            *running.lock().unwrap() = Some(tokio::task::id());
            let permits = Arc::clone(&permits);
            async move {
                permits.acquire().await.unwrap().forget();
                on_catalog("done")
            }
        }
    });
    let mut replies = ask(&shop, 10);
    settle().await;
    for gone in 1..=3 {
        let first = running.lock().unwrap().expect("one of them computes");
        let at = replies.iter().position(|reply| reply.id() == first).expect("it is one of these");
        replies.remove(at).abort();
        settle().await;
        assert_eq!((shop.runs(), shop.cache.stats().in_flight), (gone + 1, 1), "one and only one takes over");
    }
    permits.add_permits(1);
    for reply in replies {
        assert_eq!(reply.await.unwrap().text(), "done");
    }
    let stats = shop.cache.stats();
    assert_eq!((shop.runs(), stats.misses, stats.joined, stats.in_flight), (4, 1, 6, 0));
}

#[tokio::test]
async fn waiting_requests_may_go_away() {
    let (shop, permits) = gated(|run| on_catalog(run.to_string()));
    let mut replies = ask(&shop, 10);
    settle().await;
    for waiting in replies.drain(5..) {
        waiting.abort();
    }
    permits.add_permits(1);
    for reply in replies {
        assert_eq!(reply.await.unwrap().text(), "0");
    }
    assert_eq!(shop.runs(), 1);
}

#[tokio::test]
async fn errors_are_not_shared_and_the_others_run_at_once() {
    let (shop, permits) = gated(|run| {
        let status = if run == 0 { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
        (status, Cacheable::on(Topic::Catalog), run.to_string()).into_response()
    });
    let replies = ask(&shop, 10);
    settle().await;
    permits.add_permits(1);
    settle().await;
    assert_eq!(shop.runs(), 10, "they do not queue up behind each other");
    permits.add_permits(9);
    let mut statuses = Vec::new();
    for reply in replies {
        statuses.push(reply.await.unwrap().status);
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [[200; 9].as_slice(), &[503]].concat());
    assert_eq!(shop.get("/a").await.from(), "hit");
    assert_eq!(shop.cache.stats().in_flight, 0);
}

#[tokio::test]
async fn routes_that_allow_no_keeping_do_not_wait_for_each_other() {
    let (shop, permits) = gated(|run| run.to_string().into_response());
    let first = ask(&shop, 1);
    settle().await;
    permits.add_permits(1);
    for reply in first {
        assert_eq!(reply.await.unwrap().from(), "nothing");
    }
    let replies = ask(&shop, 10);
    settle().await;
    assert_eq!((shop.runs(), shop.cache.stats().in_flight), (11, 0), "the route is remembered as one that is not kept");
    permits.add_permits(10);
    for reply in replies {
        assert_eq!(reply.await.unwrap().status, 200);
    }
}

#[tokio::test]
async fn a_route_that_begins_to_allow_keeping_is_kept() {
    let (shop, permits) = gated(|run| if run == 0 { "not yet".into_response() } else { on_catalog(run.to_string()) });
    permits.add_permits(10);
    assert_eq!(shop.get("/a").await.from(), "nothing");
    assert_eq!(shop.get("/a").await.from(), "miss");
    assert_eq!(shop.get("/a").await.from(), "hit");
}

#[tokio::test]
async fn a_panic_hangs_nobody() {
    let (shop, permits) = gated(|run| {
        assert!(run > 0, "the first handler panics");
        on_catalog(run.to_string())
    });
    let mut replies = ask(&shop, 10);
    settle().await;
    permits.add_permits(10);
    assert!(replies.remove(0).await.unwrap_err().is_panic());
    for reply in replies {
        assert_eq!(reply.await.unwrap().status, 200);
    }
    assert_eq!((shop.runs(), shop.cache.stats().in_flight), (10, 0));
}
