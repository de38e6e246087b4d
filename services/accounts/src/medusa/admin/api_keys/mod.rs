//! `/admin/api-keys`: how programs come to the shop.

mod create;
mod delete;
mod list;
mod retrieve;
mod revoke;
mod set_sales_channels;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(retrieve::retrieve, update::update, delete::delete))
        .routes(routes!(revoke::revoke))
        .routes(routes!(set_sales_channels::set_sales_channels))
}
