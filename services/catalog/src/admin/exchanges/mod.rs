//! `/admin/data-exchanges`, and the imports and exports that begin below `/admin/products` and `/admin/inventory-items`.

mod confirm;
mod errors;
mod export;
mod file;
mod import;
mod table;

use axum::extract::DefaultBodyLimit;
use resource::admin::Routes;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) fn router() -> OpenApiRouter<App> {
    let upload = OpenApiRouter::new().routes(routes!(import::form)).layer(DefaultBodyLimit::disable());
    Routes::<table::Exchange>::new()
        .list("List imports and exports.")
        .retrieve("Read how far an import or an export is.")
        .router()
        .merge(upload)
        .routes(routes!(import::uploaded))
        .routes(routes!(confirm::of_form))
        .routes(routes!(confirm::of_uploaded))
        .routes(routes!(export::products))
        .routes(routes!(export::inventory_items))
        .routes(routes!(errors::list))
        .routes(routes!(file::read))
}
