//! `/admin/loyalty`: how a shop rewards, what customers have, and what it owes them.

mod accounts;
mod adjust;
mod entries;
mod liability;
mod program;
mod tiers;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

const TAG: &str = "Admin: loyalty";

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(program::retrieve, program::update))
        .routes(routes!(liability::retrieve))
        .routes(routes!(entries::list))
        .merge(tiers::router())
        .merge(accounts::router())
}
