//! The Admin API of the catalogue. A file or folder per resource: its table, its bodies, what is particular to its operations.

mod categories;
mod channel_products;
mod collections;
mod currencies;
mod exchanges;
mod handles;
mod inventory_items;
mod links;
mod locales;
mod offered;
mod options;
mod price_lists;
mod price_preferences;
mod products;
mod regions;
mod reservations;
mod return_reasons;
mod reviews;
mod search;
mod shipping_profiles;
mod stock_locations;
mod translations;
mod uploads;
mod variants;
mod words;

pub(crate) use inventory_items::{ExportedItem, KEPT_AT, places};
pub(crate) use products::table::Product as ExportedProduct;
use utoipa_axum::router::OpenApiRouter;
use web::App;

/// All routes below `/admin` that the catalogue serves.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(products::router())
        .merge(variants::router())
        .merge(options::router())
        .merge(categories::router())
        .merge(collections::router())
        .merge(words::router())
        .merge(price_lists::router())
        .merge(price_preferences::router())
        .merge(regions::router())
        .merge(currencies::router())
        .merge(channel_products::router())
        .merge(locales::router())
        .merge(translations::router())
        .merge(inventory_items::router())
        .merge(reservations::router())
        .merge(stock_locations::router())
        .merge(shipping_profiles::router())
        .merge(return_reasons::router())
        .merge(reviews::router())
        .merge(uploads::router())
        .merge(exchanges::router())
        .merge(search::router())
}
