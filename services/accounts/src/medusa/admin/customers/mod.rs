//! `/admin/customers`

mod addresses;
mod create;
mod delete;
mod input;
mod list;
mod retrieve;
mod set_groups;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(retrieve::retrieve, update::update, delete::delete))
        .routes(routes!(set_groups::set_groups))
        .merge(addresses::router())
}
