//! All routes of a process.

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{Next, from_fn, from_fn_with_state, map_response},
    response::Response,
    routing::{any, get},
};
use http::{HeaderName, HeaderValue, Method};
use utoipa_axum::router::OpenApiRouter;
use web::{ApiError, App, Kind, RequestId};

use super::{Platform, Service, media};

/// The OpenAPI document of some services.
pub fn document(services: &[Service]) -> utoipa::openapi::OpenApi {
    split(services).1
}

fn split(services: &[Service]) -> (Router<App>, utoipa::openapi::OpenApi) {
    let mut all = OpenApiRouter::with_openapi(web::base_document(env!("CARGO_PKG_VERSION")));
    for service in services {
        all = all.merge((service.store)());
    }
    all.split_for_parts()
}

/// The router of a process that serves some services.
///
/// Layers, from the outside: request id, time-out, log and metrics ([`web::finish`]); the trace of jobs; CORS; publishable key; cache.
pub fn router(platform: &Platform, services: &[Service]) -> Router {
    let config = &platform.app.config;
    let (store, document) = split(services);
    let store = store
        .route("/store", any(web::not_found))
        .route("/store/{*rest}", any(web::not_found))
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(platform.cache.clone(), cache::layer))
        .layer(from_fn_with_state(platform.keys.clone(), auth::require_publishable_key))
        .layer(web::cors(config.server.store_cors.clone()))
        .with_state(platform.app.clone());
    let operations = web::operations(platform.app.db.clone(), platform.readiness.clone(), platform.metrics.clone());

    let own = services.iter().fold(Router::new(), |router, service| router.merge((service.own)(platform)));

    Router::new()
        .merge(store)
        .merge(own)
        .merge(operations)
        .merge(web::docs(document))
        .route(&format!("{}/{{file}}", media::PATH), get(media::image))
        .fallback(web::not_found)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(config.server.body_limit))
        .layer(map_response(harden))
        .layer(from_fn(traced))
        .layer(from_fn_with_state(platform.app.clone(), web::finish))
}

async fn wrong_method(method: Method) -> ApiError {
    ApiError::new(Kind::MethodNotAllowed, format!("The method {method} is not allowed here"))
}

/// Jobs and events carry the id of the request that asked for them.
async fn traced(Extension(id): Extension<RequestId>, request: Request, next: Next) -> Response {
    jobs::Trace::request(id.as_str()).scope(next.run(request)).await
}

async fn harden(mut response: Response) -> Response {
    const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
    response.headers_mut().entry(HeaderName::from_static("x-content-type-options")).or_insert(NOSNIFF);
    response
}
