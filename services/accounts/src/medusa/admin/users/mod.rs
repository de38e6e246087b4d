//! `/admin/users`: who works in the shop, and as what.

mod delete;
mod list;
mod me;
mod retrieve;
mod roles;
mod set_roles;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(me::me))
        .routes(routes!(retrieve::retrieve, update::update, delete::delete))
        .routes(routes!(roles::roles, set_roles::set_roles))
}
