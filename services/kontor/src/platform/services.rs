//! The services, and what each brings.

use accounts::privacy::Subject;
use axum::Router;
use clap::builder::PossibleValuesParser;
use events::Subscriptions;
use jobs::{Registry, Schedule, ScheduleError};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use web::App;

use super::{
    Platform,
    pages::{self, Pages},
    personal::{OF_CARTS, OF_CATALOG, OF_CHANGES, OF_CONTENT, OF_CREDIT, OF_MONEY, OF_ORDERS},
};

/// A service of this build.
#[derive(Debug, Clone, Copy)]
pub struct Service {
    /// The name on the command line.
    pub name: &'static str,
    /// Its routes below `/store`, behind a publishable key.
    pub store: fn() -> OpenApiRouter<App>,
    /// Its routes below `/admin`, each of which names what it needs.
    pub admin: fn() -> OpenApiRouter<App>,
    /// Its routes below `/auth`.
    pub auth: fn() -> OpenApiRouter<App>,
    /// Its routes elsewhere, which know their own callers.
    pub own: fn(&Platform) -> Router,
    /// What is said of those.
    pub own_document: fn() -> OpenApi,
    /// Its pages, which call the API as everybody does; where they are wanted.
    pub pages: fn(&Platform, Api) -> Option<Pages>,
}

/// Makes the whole API of a process.
pub type Api = fn(&Platform) -> Router;

const NO_PAGES: fn(&Platform, Api) -> Option<Pages> = |_, _| None;

/// All services.
pub const SERVICES: &[Service] = &[
    Service {
        name: "catalog",
        store: catalog::router,
        admin: catalog::admin,
        auth: OpenApiRouter::new,
        own: |platform| catalog::own(&platform.files, &platform.keys),
        own_document: catalog::own_document,
        pages: NO_PAGES,
    },
    Service {
        name: "orders",
        store: orders::router,
        admin: orders::admin,
        auth: OpenApiRouter::new,
        own: |platform| orders::own(&platform.desk),
        own_document: orders::own_document,
        pages: NO_PAGES,
    },
    Service {
        name: "cms",
        store: cms::router,
        admin: cms::admin,
        auth: OpenApiRouter::new,
        own: |platform| cms::own(&platform.library),
        own_document: cms::own_document,
        pages: NO_PAGES,
    },
    Service {
        name: "analytics",
        store: analytics::router,
        admin: analytics::admin,
        auth: OpenApiRouter::new,
        own: |_| Router::new(),
        own_document: OpenApi::default,
        pages: NO_PAGES,
    },
    Service {
        name: "accounts",
        store: accounts::medusa::store::router,
        admin: accounts::medusa::admin::router,
        auth: accounts::medusa::auth::router,
        own: |platform| accounts::router(&platform.accounts),
        own_document: accounts::document,
        pages: NO_PAGES,
    },
    Service {
        name: "storefront",
        store: OpenApiRouter::new,
        admin: OpenApiRouter::new,
        auth: OpenApiRouter::new,
        own: |_| Router::new(),
        own_document: || web::base_document(env!("CARGO_PKG_VERSION")),
        pages: pages::storefront,
    },
];

/// The names that `kontor serve` takes.
pub fn service_names() -> PossibleValuesParser {
    PossibleValuesParser::new(SERVICES.iter().map(|service| service.name))
}

/// What each service keeps about people, in the order in which it is erased: identity, which the others refer to, is last.
pub const PERSONAL: &[&[Subject]] =
    &[OF_CATALOG, OF_CARTS, OF_ORDERS, OF_CHANGES, OF_MONEY, OF_CREDIT, OF_CONTENT, accounts::privacy::SUBJECTS];

/// The jobs of all services; the worker adds its own.
pub fn registry(platform: &Platform) -> Registry {
    let desk = accounts::privacy::Desk { accounts: platform.accounts.clone(), subjects: PERSONAL };
    let registry = accounts::jobs(desk)
        .with::<mail::SendMail>(platform.mailer.clone())
        .merge(catalog::search::registry(&platform.semantics));
    let registry = catalog::jobs_of_files(registry, &platform.files);
    let registry = cms::registry(registry, &platform.library, platform.semantics.embedder().cloned());
    orders::registry(analytics::registry(registry), &platform.desk)
}

/// The schedules of all services.
pub fn schedules() -> Result<Vec<Schedule>, ScheduleError> {
    let catalog = [catalog::schedules_of_files()?, catalog::search::schedules()?].concat();
    let content = [cms::schedules()?, analytics::schedules()?].concat();
    Ok([accounts::schedules()?, catalog, content, orders::schedules()?].concat())
}

/// Which jobs hear which events.
pub fn subscriptions() -> Subscriptions {
    orders::subscriptions()
}
