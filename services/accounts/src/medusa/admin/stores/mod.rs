//! `/admin/stores`: the shop's settings.

mod list;
mod retrieve;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list::list)).routes(routes!(retrieve::retrieve, update::update))
}
