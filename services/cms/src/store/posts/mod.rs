//! `/store/blog-posts`: posts as they are published, what goes with them, their tags, and feeds of them.

mod feeds;
mod list;
mod post;
mod related;
mod retrieve;
mod tags;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(retrieve::retrieve))
        .routes(routes!(related::list))
        .routes(routes!(tags::list))
        .routes(routes!(feeds::rss))
        .routes(routes!(feeds::atom))
}
