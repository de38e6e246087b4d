//! The Admin API of the catalogue. A file or folder per resource: its table, its bodies, what is particular to its operations.

mod categories;
mod collections;
mod handles;
mod links;
mod price_preferences;
mod regions;
mod return_reasons;
mod shipping_profiles;
mod words;

use utoipa_axum::router::OpenApiRouter;
use web::App;

/// All routes below `/admin` that the catalogue serves.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(categories::router())
        .merge(collections::router())
        .merge(words::router())
        .merge(price_preferences::router())
        .merge(regions::router())
        .merge(shipping_profiles::router())
        .merge(return_reasons::router())
}
