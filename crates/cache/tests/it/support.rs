//! A shop with one handler behind the cache.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Request,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use cache::{Cache, Cacheable, Clock, Partition, Redis, Settings, Topic, Topics};
use http_body_util::BodyExt;
use tower::ServiceExt;
use uuid::Uuid;

pub(crate) const SHOP: Uuid = Uuid::from_u128(1);
pub(crate) const OTHER_SHOP: Uuid = Uuid::from_u128(2);

type Handler = dyn Fn(String) -> Pin<Box<dyn Future<Output = Response> + Send>> + Send + Sync;

/// A clock that stands until it is moved.
#[derive(Clone)]
pub(crate) struct Hands(Arc<Mutex<SystemTime>>);

impl Hands {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000))))
    }

    pub(crate) fn now(&self) -> SystemTime {
        *self.0.lock().unwrap()
    }

    pub(crate) fn advance(&self, by: Duration) {
        *self.0.lock().unwrap() += by;
    }

    pub(crate) fn clock(&self) -> Clock {
        let hands = self.clone();
        Clock::from_fn(move || hands.now())
    }
}

#[derive(Clone)]
pub(crate) struct Shop {
    pub(crate) cache: Cache,
    pub(crate) hands: Hands,
    runs: Arc<AtomicUsize>,
    router: Router,
}

impl Shop {
    /// A listening cache with the default settings.
    pub(crate) fn new<F>(handler: impl Fn(String) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Response> + Send + 'static,
    {
        let shop = Self::with(Settings::default(), None, handler);
        shop.cache.listening(true);
        shop
    }

    /// Not listening yet. The handler is given the path with query.
    pub(crate) fn with<F>(
        settings: Settings,
        redis: Option<Redis>,
        handler: impl Fn(String) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Response> + Send + 'static,
    {
        let hands = Hands::new();
        let cache = Cache::with_clock(settings, redis, hands.clock());
        let runs = Arc::new(AtomicUsize::new(0));
        let handler: Arc<Handler> = Arc::new(move |target| Box::pin(handler(target)));
        let serve = {
            let runs = Arc::clone(&runs);
            move |request: Request| {
                runs.fetch_add(1, Ordering::SeqCst);
                handler(request.uri().path_and_query().unwrap().to_string())
            }
        };
        let router =
            Router::new().fallback(serve).layer(from_fn_with_state(cache.clone(), cache::layer)).layer(from_fn(tenant));
        Self { cache, hands, runs, router }
    }

    /// How often the handler was started.
    pub(crate) fn runs(&self) -> usize {
        self.runs.load(Ordering::SeqCst)
    }

    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    pub(crate) async fn send(&self, request: http::Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Reply { status: parts.status.as_u16(), headers: parts.headers, body: body.collect().await.unwrap().to_bytes() }
    }

    pub(crate) async fn get(&self, target: &str) -> Reply {
        self.send(get(target).body(Body::empty()).unwrap()).await
    }
}

/// What the tenant layer does: here the headers say it.
async fn tenant(mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let header = |name| headers.get(name).map(|value: &http::HeaderValue| value.to_str().unwrap());
    if header("x-tenant") != Some("none") {
        let organization = header("x-shop").map_or(SHOP, |id| id.parse().unwrap());
        let variant = header("x-variant").unwrap_or_default().into();
        request.extensions_mut().insert(Partition { organization, variant });
    }
    next.run(request).await
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// `hit`, `miss`, `bypass`, or nothing.
    pub(crate) fn from(&self) -> &str {
        self.header("x-kontor-cache").unwrap_or("nothing")
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

pub(crate) fn get(target: &str) -> http::request::Builder {
    http::Request::get(target)
}

pub(crate) fn of_shop(target: &str, shop: Uuid) -> http::Request<Body> {
    get(target).header("x-shop", shop.to_string()).body(Body::empty()).unwrap()
}

pub(crate) fn on_catalog(body: impl IntoResponse) -> Response {
    (Cacheable::on(Topic::Catalog), body).into_response()
}

pub(crate) fn on(topics: impl Into<Topics>, body: impl IntoResponse) -> Response {
    (Cacheable::on(topics), body).into_response()
}

/// Polls until it is so; what is not so after a minute never will be.
pub(crate) async fn until(mut condition: impl AsyncFnMut() -> bool) {
    let poll = async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), poll).await.expect("the condition came true");
}

/// On a single thread: lets every task run until it waits for something that only the test can give.
pub(crate) async fn settle() {
    for _ in 0..64 {
        tokio::task::yield_now().await;
    }
}
