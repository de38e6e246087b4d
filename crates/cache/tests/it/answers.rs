//! One request at a time: what is kept, and what the client sees.

use std::time::Duration;

use axum::{
    Json,
    body::Body,
    http::{Method, StatusCode, header},
    response::IntoResponse,
};
use cache::{Cacheable, Settings, Topic, Topics};

use crate::support::{Shop, get, on_catalog};

async fn greeting(target: String) -> axum::response::Response {
    on_catalog(([("x-request-id", "first")], format!("hello {target}")))
}

#[tokio::test]
async fn second_request_is_a_hit_with_the_same_bytes() {
    let shop = Shop::new(|target| async move { on_catalog(Json(target)) });
    let first = shop.get("/store/products?limit=2").await;
    let second = shop.get("/store/products?limit=2").await;
    assert_eq!((first.from(), second.from(), shop.runs()), ("miss", "hit", 1));
    assert_eq!(first.text(), "\"/store/products?limit=2\"");
    assert_eq!(first.body, second.body);
    for reply in [&first, &second] {
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert_eq!(reply.header("content-length"), Some("25"));
        assert_eq!(reply.header("cache-control"), Some("private, no-cache"));
        assert_eq!(reply.header("vary"), Some("x-publishable-api-key, x-medusa-locale, authorization"));
    }
    let etag = first.header("etag").unwrap();
    assert_eq!(Some(etag), second.header("etag"));
    let hex = etag.strip_prefix('"').and_then(|etag| etag.strip_suffix('"')).unwrap();
    assert!(hex.len() == 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()), "{etag}");
}

#[tokio::test]
async fn headers_of_the_first_request_are_not_given_to_others() {
    let shop = Shop::new(greeting);
    shop.get("/a").await;
    assert_eq!(shop.get("/a").await.header("x-request-id"), None);
}

#[tokio::test]
async fn query_path_and_variant_separate_answers() {
    let shop = Shop::new(greeting);
    let variant = |name: &str| get("/a").header("x-variant", name).body(Body::empty()).unwrap();
    for target in ["/a", "/a?x=1", "/a?x=2", "/b"] {
        let reply = shop.get(target).await;
        assert_eq!((reply.from(), reply.text()), ("miss", format!("hello {target}").as_str()));
    }
    assert_eq!(shop.send(variant("de")).await.from(), "miss");
    assert_eq!(shop.send(variant("en")).await.from(), "miss");
    assert_eq!(shop.send(variant("de")).await.from(), "hit");
    assert_eq!(shop.runs(), 6);
}

#[tokio::test]
async fn nests_do_not_meet_in_one_key() {
    use axum::{Router, middleware::from_fn_with_state, routing::get};
    use tower::ServiceExt;
    let shop = Shop::new(greeting);
    let nest = |name: &'static str| {
        Router::new()
            .route("/list", get(move || async move { on_catalog(name) }))
            .layer(from_fn_with_state(shop.cache.clone(), cache::layer))
    };
    let router = Router::new().nest("/a", nest("of a")).nest("/b", nest("of b"));
    for (target, body) in [("/a/list", "of a"), ("/b/list", "of b"), ("/a/list", "of a")] {
        let mut request = http::Request::get(target).body(Body::empty()).unwrap();
        let partition = cache::Partition { organization: crate::support::SHOP, variant: "".into() };
        request.extensions_mut().insert(partition);
        let response = router.clone().oneshot(request).await.unwrap();
        let bytes = axum::body::to_bytes(response.into_body(), 100).await.unwrap();
        assert_eq!(bytes, body.as_bytes());
    }
    assert_eq!(shop.cache.stats().hits, 1);
}

#[tokio::test]
async fn known_etag_is_answered_with_304() {
    let shop = Shop::new(greeting);
    let etag = shop.get("/a").await.header("etag").unwrap().to_owned();
    let asks = [
        etag.clone(),
        format!("W/{etag}"),
        format!("\"other\", {etag}"),
        format!("\"a,b\" ,W/\"x\",  {etag} "),
        "*".to_owned(),
    ];
    for ask in asks {
        let reply = shop.send(get("/a").header("if-none-match", &ask).body(Body::empty()).unwrap()).await;
        assert_eq!((reply.status, reply.from(), reply.text()), (304, "hit", ""), "{ask}");
        assert_eq!(reply.header("etag"), Some(etag.as_str()));
        assert_eq!(reply.header("cache-control"), Some("private, no-cache"));
        assert_eq!(reply.header("vary"), Some("x-publishable-api-key, x-medusa-locale, authorization"));
        assert_eq!((reply.header("content-type"), reply.header("content-length")), (None, None));
    }
    let two_lines = get("/a").header("if-none-match", "\"other\"").header("if-none-match", &etag);
    assert_eq!(shop.send(two_lines.body(Body::empty()).unwrap()).await.status, 304);
    for ask in ["\"other\"", "", &etag[1..etag.len() - 1], &format!("{etag}x")] {
        let reply = shop.send(get("/a").header("if-none-match", ask).body(Body::empty()).unwrap()).await;
        assert_eq!((reply.status, reply.text()), (200, "hello /a"), "{ask}");
    }
}

#[tokio::test]
async fn miss_answers_304_too() {
    let shop = Shop::new(greeting);
    let etag = shop.get("/a").await.header("etag").unwrap().to_owned();
    shop.cache.invalidate_all();
    let reply = shop.send(get("/a").header("if-none-match", &etag).body(Body::empty()).unwrap()).await;
    assert_eq!((reply.status, reply.from(), reply.text(), shop.runs()), (304, "miss", "", 2));
    assert_eq!(shop.get("/a").await.text(), "hello /a", "the body was kept although its first asker knew it");
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let shop = Shop::new(greeting);
    let head = || get("/a").method(Method::HEAD).body(Body::empty()).unwrap();
    let miss = shop.send(head()).await;
    let hit = shop.send(head()).await;
    let full = shop.get("/a").await;
    assert_eq!((miss.from(), hit.from(), full.from(), shop.runs()), ("miss", "hit", "hit", 1));
    assert_eq!((miss.text(), hit.text(), full.text()), ("", "", "hello /a"));
    for name in ["etag", "content-length", "content-type", "cache-control", "vary"] {
        assert_eq!(miss.header(name), full.header(name), "{name}");
        assert_eq!(hit.header(name), full.header(name), "{name}");
    }
    let etag = full.header("etag").unwrap();
    let known = get("/a").method(Method::HEAD).header("if-none-match", etag).body(Body::empty()).unwrap();
    assert_eq!(shop.send(known).await.status, 304);
}

#[tokio::test]
async fn head_of_a_nested_service_does_not_leave_an_empty_body() {
    use axum::{Router, middleware::from_fn_with_state, routing::get};
    use tower::ServiceExt;
    let shop = Shop::new(greeting);
    // As a service of its own, a router drops the body of an answer to HEAD before the cache sees it.
    let router = Router::new()
        .fallback_service(Router::new().route("/a", get(async || on_catalog("hello"))))
        .layer(from_fn_with_state(shop.cache.clone(), cache::layer));
    let ask = async |method| {
        let mut request = http::Request::builder().method(method).uri("/a").body(Body::empty()).unwrap();
        let partition = cache::Partition { organization: crate::support::SHOP, variant: "".into() };
        request.extensions_mut().insert(partition);
        let response = router.clone().oneshot(request).await.unwrap();
        axum::body::to_bytes(response.into_body(), 100).await.unwrap()
    };
    assert_eq!(ask(Method::HEAD).await, "");
    assert_eq!(ask(Method::GET).await, "hello");
    assert_eq!(shop.cache.stats().hits, 1);
}

#[tokio::test]
async fn clients_cannot_force_a_recomputation() {
    let shop = Shop::new(greeting);
    shop.get("/a").await;
    let forced = get("/a").header("cache-control", "no-cache, no-store, max-age=0").header("pragma", "no-cache");
    assert_eq!(shop.send(forced.body(Body::empty()).unwrap()).await.from(), "hit");
    assert_eq!(shop.runs(), 1);
}

#[tokio::test]
async fn only_marked_200_without_cookie_or_encoding_is_kept() {
    let shop = Shop::new(|target| async move {
        let mark = Cacheable::on(Topic::Catalog);
        match target.as_str() {
            "/unmarked" => "mine".into_response(),
            "/404" => (StatusCode::NOT_FOUND, mark, "gone").into_response(),
            "/500" => (StatusCode::INTERNAL_SERVER_ERROR, mark, "broken").into_response(),
            "/206" => (StatusCode::PARTIAL_CONTENT, mark, "a part").into_response(),
            "/cookie" => (mark, [(header::SET_COOKIE, "a=b")], "yours").into_response(),
            _ => (mark, [(header::CONTENT_ENCODING, "br")], "packed").into_response(),
        }
    });
    for target in ["/unmarked", "/404", "/500", "/206", "/cookie", "/encoded"] {
        for _ in 0..2 {
            let reply = shop.get(target).await;
            assert_eq!((reply.from(), reply.header("etag")), ("nothing", None), "{target}");
            assert!(!reply.body.is_empty(), "{target}");
        }
    }
    assert_eq!(shop.runs(), 12);
    assert_eq!(shop.get("/cookie").await.header("set-cookie"), Some("a=b"));
    assert_eq!(shop.cache.stats().in_flight, 0);
}

#[tokio::test]
async fn writes_and_requests_without_partition_pass_untouched() {
    let shop = Shop::new(greeting);
    for _ in 0..2 {
        let write = get("/a").method(Method::POST).body(Body::empty()).unwrap();
        let foreign = get("/a").header("x-tenant", "none").body(Body::empty()).unwrap();
        for request in [write, foreign] {
            let reply = shop.send(request).await;
            assert_eq!((reply.from(), reply.header("x-request-id")), ("nothing", Some("first")));
        }
    }
    assert_eq!(shop.runs(), 4);
    assert_eq!(shop.cache.stats(), cache::Stats::default());
}

#[tokio::test]
async fn disabled_runs_each_request_and_still_knows_etags() {
    let settings = Settings { enabled: false, ..Settings::default() };
    let shop = Shop::with(settings, None, greeting);
    shop.cache.listening(true);
    let first = shop.get("/a").await;
    let second = shop.get("/a").await;
    assert_eq!((first.from(), second.from(), shop.runs()), ("bypass", "bypass", 2));
    let etag = first.header("etag").unwrap();
    let reply = shop.send(get("/a").header("if-none-match", etag).body(Body::empty()).unwrap()).await;
    assert_eq!((reply.status, reply.from(), shop.runs()), (304, "bypass", 3));
    assert_eq!(shop.cache.stats().entries, 0);
    assert!(shop.cache.health().is_ready());
}

#[tokio::test]
async fn answers_end_by_time() {
    let settings = Settings { ttl: Duration::from_mins(1), ..Settings::default() };
    let shop = Shop::with(settings, None, greeting);
    shop.cache.listening(true);
    shop.get("/a").await;
    shop.hands.advance(Duration::from_millis(59_999));
    assert_eq!(shop.get("/a").await.from(), "hit");
    shop.hands.advance(Duration::from_millis(1));
    assert_eq!(shop.get("/a").await.from(), "miss");
    assert_eq!(shop.get("/a").await.from(), "hit");
}

#[tokio::test]
async fn answers_end_at_the_moment_their_handler_names() {
    let hands = crate::support::Hands::new();
    let (soon, late) = (hands.now() + Duration::from_secs(10), hands.now() + Duration::from_hours(100));
    let shop = Shop::new(move |target| async move {
        let until = if target == "/soon" { soon } else { late };
        (Cacheable::on(Topics::NONE).until(late).until(until), "price").into_response()
    });
    for target in ["/soon", "/late"] {
        shop.get(target).await;
        assert_eq!(shop.get(target).await.from(), "hit", "{target}");
    }
    shop.hands.advance(Duration::from_secs(10));
    assert_eq!(shop.get("/soon").await.from(), "miss");
    assert_eq!(shop.get("/late").await.from(), "hit");
    let over = shop.get("/soon").await;
    assert_eq!((over.from(), shop.runs()), ("miss", 4), "what has ended already is not kept");
    assert!(over.header("etag").is_some());
    shop.hands.advance(Duration::from_mins(5));
    assert_eq!(shop.get("/late").await.from(), "miss", "no moment is beyond the ttl");
}
