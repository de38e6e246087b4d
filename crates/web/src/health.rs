//! `/health`: the process lives. `/ready`: it can serve. `/metrics`: what it did.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use db::Db;
use http::{StatusCode, header};

/// Renders the metrics of this process as Prometheus text.
pub type RenderMetrics = Arc<dyn Fn() -> String + Send + Sync>;

/// Whether this process wants traffic: not before it is set up, not after it was asked to stop.
#[derive(Debug, Clone, Default)]
pub struct Readiness(Arc<AtomicBool>);

impl Readiness {
    /// Says so.
    pub fn set(&self, ready: bool) {
        self.0.store(ready, Ordering::Release);
    }

    fn get(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

#[derive(Clone)]
struct Operations {
    db: Db,
    readiness: Readiness,
    metrics: RenderMetrics,
}

/// The routes for those who run Kontor. They carry no tenant data.
pub fn operations(db: Db, readiness: Readiness, metrics: RenderMetrics) -> Router {
    Router::new()
        .route("/health", get(|| async { "OK" }))
        .route("/ready", get(ready))
        .route("/metrics", get(render))
        .with_state(Operations { db, readiness, metrics })
}

async fn ready(State(operations): State<Operations>) -> Response {
    let database = operations.db.ping().await.is_ok();
    let ready = operations.readiness.get() && database;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let database = if database { "up" } else { "down" };
    (status, Json(serde_json::json!({ "ready": ready, "database": database }))).into_response()
}

async fn render(State(operations): State<Operations>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], (operations.metrics)()).into_response()
}
