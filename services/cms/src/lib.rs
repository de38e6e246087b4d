//! What a shop says: pages, posts of its blog, its changelog, blocks that pages share, the media on them, menus, redirects, and how it
//! presents itself.
//!
//! Owns the tables of migrations/sql/4_content, the Admin API by which people write, and the Store API that reads what is published. Must never
//! know another service, render a page (that is the storefront's), take a block that `blocks` has not let through, or change what was
//! published: it publishes another revision.
//!
//! People write none of these tables: Kontor at work does it for them (`Db::begin_working`).

mod admin;
pub mod demo;
mod feed;
mod media;
mod menus;
mod pages;
mod posts;
mod presence;
mod previews;
mod redirects;
pub mod seed;
mod site;
mod store;

use std::sync::Arc;

use axum::Router;
use embeddings::Embedder;
use jobs::{Registry, Schedule, ScheduleError};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use web::App;

pub use media::Library;
pub use presence::{CHANNELS, Presence};
pub use previews::Previews;

/// The routes below `/store`.
pub fn router() -> OpenApiRouter<App> {
    store::router()
}

/// The routes below `/admin`.
pub fn admin() -> OpenApiRouter<App> {
    admin::router()
}

/// The routes elsewhere: what the media library shows.
pub fn own(library: &Library) -> Router {
    media::router(library)
}

/// What is said of those.
pub fn own_document() -> utoipa::openapi::OpenApi {
    #[derive(OpenApi)]
    #[openapi(paths(media::read))]
    struct Document;
    Document::openapi()
}

/// The jobs of this service, besides those of who is registered.
pub fn registry(registry: Registry, library: &Library, embedder: Option<Arc<dyn Embedder>>) -> Registry {
    registry
        .with::<pages::Fall>(())
        .with::<posts::Embed>(embedder)
        .with::<media::MakeAvif>(library.clone())
        .with::<media::Forget>(library.clone())
        .with::<media::Sweep>(library.clone())
}

/// When some of those are due.
pub fn schedules() -> Result<Vec<Schedule>, ScheduleError> {
    Ok(vec![media::Sweep::schedule()?])
}
