//! `/admin/customers/{id}/addresses`

mod create;
mod delete;
mod input;
mod list;
mod retrieve;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list::list, create::create)).routes(routes!(
        retrieve::retrieve,
        update::update,
        delete::delete
    ))
}
