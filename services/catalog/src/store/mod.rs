//! The Store API of the catalogue. One file per resource: its parameters, its field rules, its two operations.

mod answer;
mod categories;
mod collections;
mod context;
mod currencies;
mod feeds;
mod locales;
mod options;
mod products;
mod regions;
mod related;
mod resource;
mod return_reasons;
mod reviews;
mod rules;
mod search;
mod tags;
mod types;
mod variants;
mod words;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

/// What may be asked for of products.
pub(crate) fn product_rules() -> &'static web::fields::FieldRules {
    &rules::PRODUCTS
}

/// All routes below `/store` that the catalogue serves.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(products::list))
        .routes(routes!(products::retrieve))
        .routes(routes!(variants::list))
        .routes(routes!(variants::retrieve))
        .routes(routes!(options::list))
        .routes(routes!(options::retrieve))
        .routes(routes!(categories::list))
        .routes(routes!(categories::retrieve))
        .routes(routes!(collections::list))
        .routes(routes!(collections::retrieve))
        .routes(routes!(tags::list))
        .routes(routes!(tags::retrieve))
        .routes(routes!(types::list))
        .routes(routes!(types::retrieve))
        .routes(routes!(regions::list))
        .routes(routes!(regions::retrieve))
        .routes(routes!(currencies::list))
        .routes(routes!(currencies::retrieve))
        .routes(routes!(locales::list))
        .routes(routes!(return_reasons::list))
        .routes(routes!(return_reasons::retrieve))
        .merge(reviews::router())
        .merge(feeds::router())
        .routes(routes!(search::search))
        .routes(routes!(related::related))
        .routes(routes!(related::bought_together))
}
