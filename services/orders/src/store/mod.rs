//! The Store API of carts and what becomes of them. One file per operation.

mod carts;
mod enrollments;
mod errors;
mod gift_cards;
mod loyalty;
mod order_collections;
mod order_dues;
mod order_invoices;
mod orders;
mod own;
mod payment_collections;
mod payment_methods;
mod payment_providers;
mod quotes;
mod returns;
mod shipping_options;
mod store_credit;
mod subscriptions;
mod visitor;

pub(crate) use carts::{Pieces, SayAddress, one_line};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

/// All routes below `/store` that orders serve.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(carts::router())
        .merge(gift_cards::router())
        .merge(store_credit::router())
        .merge(loyalty::router())
        .merge(subscriptions::router())
        .routes(routes!(shipping_options::list))
        .routes(routes!(shipping_options::calculate))
        .routes(routes!(payment_providers::list))
        .routes(routes!(payment_collections::create))
        .routes(routes!(payment_collections::start))
        .merge(payment_methods::router())
        .merge(orders::router())
        .routes(routes!(returns::create))
        .routes(routes!(order_invoices::retrieve))
        .routes(routes!(enrollments::list))
        .routes(routes!(quotes::list))
        .routes(routes!(quotes::retrieve))
        .routes(routes!(quotes::file))
        .routes(routes!(quotes::accept))
        .routes(routes!(quotes::decline))
        .routes(routes!(order_dues::list))
        .routes(routes!(order_dues::collect))
}
