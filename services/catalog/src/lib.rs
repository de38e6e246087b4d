//! What a shop sells: products, variants, options, categories, collections, tags, prices, stock.
//!
//! Owns the catalogue's tables, the Store API that reads them and the Admin API that changes them. Must never know another service, look at a session,
//! or run a statement per row.
//!
//! To add a resource: its row in [`view`], its statement in [`data`], its parameters and operations in [`store`],
//! and, for the shop's staff, in `admin`.

mod admin;
pub mod data;
mod exchange;
mod feeds;
pub mod files;
pub mod html;
pub mod import;
mod locale;
pub mod pricing;
mod reviews;
pub mod search;
pub mod seed;
pub mod stock;
mod store;
pub mod view;
pub mod write;

pub(crate) use ::iso;
use auth::Keys;
use axum::Router;
use jobs::{Registry, Schedule, ScheduleError};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use web::App;

use exchange::{Export, Import};
use files::{Files, Sweep};

/// The routes below `/store`.
pub fn router() -> OpenApiRouter<App> {
    store::router()
}

/// The routes below `/admin`.
pub fn admin() -> OpenApiRouter<App> {
    admin::router()
}

/// The routes elsewhere: pictures, and feeds for search engines.
pub fn own(files: &Files, keys: &Keys) -> Router {
    files::router(files).merge(feeds::router(files, keys))
}

/// What is said of those.
pub fn own_document() -> utoipa::openapi::OpenApi {
    #[derive(OpenApi)]
    #[openapi(paths(feeds::feed, files::media))]
    struct Document;
    Document::openapi()
}

/// Adds the jobs that work with files.
pub fn jobs_of_files(registry: Registry, files: &Files) -> Registry {
    registry.with::<Sweep>(files.clone()).with::<Import>(files.clone()).with::<Export>(files.clone())
}

/// When some of those are due.
pub fn schedules_of_files() -> Result<Vec<Schedule>, ScheduleError> {
    Ok(vec![Sweep::schedule()?])
}
