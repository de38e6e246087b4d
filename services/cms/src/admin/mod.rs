//! The Admin API.

mod authors;
mod blocks;
mod changelog;
mod etag;
mod handle;
pub(crate) mod locale;
mod media;
mod menus;
mod pages;
mod posts;
mod redirects;
mod reusable_blocks;
mod site;
mod within;
mod written;

use utoipa_axum::router::OpenApiRouter;
use web::App;

pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(blocks::router())
        .merge(pages::router())
        .merge(posts::router())
        .merge(authors::router())
        .merge(reusable_blocks::router())
        .merge(changelog::router())
        .merge(media::router())
        .merge(redirects::router())
        .merge(menus::router())
        .merge(site::router())
}
