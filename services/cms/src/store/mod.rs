//! The Store API: what is published.

mod answer;
mod changelog;
mod media;
mod menus;
mod pages;
mod posts;
mod previews;
mod redirects;
mod reusable_blocks;
mod search;
mod site;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(pages::list))
        .routes(routes!(pages::retrieve))
        .routes(routes!(media::list))
        .routes(routes!(previews::open, previews::retrieve))
        .merge(posts::router())
        .routes(routes!(reusable_blocks::list))
        .routes(routes!(changelog::list))
        .routes(routes!(changelog::rss))
        .routes(routes!(changelog::atom))
        .routes(routes!(search::list))
        .routes(routes!(redirects::list))
        .routes(routes!(menus::list))
        .routes(routes!(site::retrieve))
}
