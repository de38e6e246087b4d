//! All routes of a process.

use std::sync::Arc;

use auth::Doorkeeper;
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

use super::{Platform, SERVICES, Service, media, pages::Pages};

/// The OpenAPI document of some services.
pub fn document(services: &[Service]) -> utoipa::openapi::OpenApi {
    split(services).document
}

/// The routers that services share, by who calls.
struct Shared {
    store: Router<App>,
    admin: Router<App>,
    auth: Router<App>,
    document: utoipa::openapi::OpenApi,
}

fn split(services: &[Service]) -> Shared {
    let document = web::base_document(env!("CARGO_PKG_VERSION"));
    let merged = |router: fn(&Service) -> fn() -> OpenApiRouter<App>| {
        let all = services.iter().fold(OpenApiRouter::new(), |all, service| all.merge(router(service)()));
        all.split_for_parts()
    };
    let (store, of_store) = merged(|service| service.store);
    let (admin, of_admin) = merged(|service| service.admin);
    let (auth, of_auth) = merged(|service| service.auth);
    let own = services.iter().map(|service| (service.own_document)());
    let document =
        [of_store, of_admin, of_auth].into_iter().chain(own).fold(document, utoipa::openapi::OpenApi::merge_from);
    Shared { store, admin, auth, document }
}

/// The router of a process that serves some services: its API and, where a shop is named, its pages.
pub fn router(platform: &Platform, services: &[Service]) -> Router {
    // Pages call the whole API, also in a process that serves the world nothing but pages.
    let pages = services.iter().find_map(|service| (service.pages)(platform, api));
    let routes = routes(platform, services);
    match pages {
        Some(Pages { routes: pages, missing }) => finished(platform, routes.merge(pages).fallback_service(missing)),
        None => finished(platform, routes.fallback(web::not_found)),
    }
}

/// The API alone, of all services.
fn api(platform: &Platform) -> Router {
    finished(platform, routes(platform, SERVICES).fallback(web::not_found))
}

/// What surrounds everything.
///
/// Layers, from the outside: request id, time-out, log and metrics ([`web::finish`]); who called what ([`audit::layer`]); the
/// trace of jobs; headers of every answer; the limit of bodies.
fn finished(platform: &Platform, routes: Router) -> Router {
    routes
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(platform.app.config.server.body_limit))
        .layer(map_response(harden))
        .layer(from_fn(traced))
        .layer(from_fn_with_state(platform.audit.clone(), audit::layer))
        .layer(from_fn_with_state(platform.app.clone(), web::finish))
}

/// The routes of some services.
///
/// Layers below `/store`, from the outside: CORS, publishable key, the shop's share, customer, cache. Below `/admin` each handler
/// names what its caller has to be allowed.
fn routes(platform: &Platform, services: &[Service]) -> Router {
    let config = &platform.app.config;
    let Shared { store, admin, auth, document } = split(services);
    let door = Doorkeeper(Arc::new(platform.accounts.clone()));
    let store = store
        .route("/store", any(web::not_found))
        .route("/store/{*rest}", any(web::not_found))
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(platform.cache.clone(), cache::layer))
        .layer(from_fn_with_state(door.clone(), auth::recognise_customer))
        .layer(from_fn_with_state(platform.accounts.clone(), accounts::shares::limit_store))
        .layer(from_fn_with_state(platform.keys.clone(), auth::require_publishable_key))
        .layer(web::cors(config.server.store_cors.clone()))
        .with_state(platform.app.clone());
    let admin = admin
        .route("/admin", any(web::not_found))
        .route("/admin/{*rest}", any(web::not_found))
        .method_not_allowed_fallback(wrong_method)
        .layer(web::cors(config.server.admin_cors.clone()))
        .with_state(platform.app.clone());
    let shared = (platform.keys.clone(), platform.accounts.clone());
    let auth = auth
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(shared, accounts::shares::limit_auth))
        .layer(web::cors(config.server.auth_cors.clone()))
        .with_state(platform.app.clone());
    let people = store.merge(admin).merge(auth).layer(Extension(door)).layer(Extension(platform.accounts.clone()));
    let people = people.layer(Extension(platform.accounts.limits.clone()));
    let people = people.layer(Extension(platform.files.clone())).layer(Extension(platform.library.clone()));
    let people = people.layer(Extension(platform.views.clone()));
    let people = people.layer(Extension(platform.semantics.clone())).layer(Extension(platform.desk.clone()));
    let people = people.layer(Extension(platform.previews.clone())).layer(Extension(platform.presence.clone()));
    let operations = web::operations(platform.app.db.clone(), platform.readiness.clone(), platform.metrics.clone());

    let own = services.iter().fold(Router::new(), |router, service| router.merge((service.own)(platform)));

    Router::new()
        .merge(people)
        .merge(own)
        .merge(operations)
        .merge(web::docs(&document))
        .route(&format!("{}/{{file}}", media::PATH), get(media::image))
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
