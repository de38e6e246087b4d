//! The Admin API of orders and of what a shop needs before it sells. A file or folder per resource: its table, its bodies, what is particular
//! to its operations.

mod bodies;
mod campaigns;
mod fulfillment_sets;
pub(crate) mod gift_cards;
mod loyalty;
mod payments;
pub(crate) mod promotions;
mod providers;
mod refund_reasons;
mod shipping_option_types;
mod shipping_options;
pub(crate) mod store_credit;
mod tax_rates;
mod tax_regions;

use utoipa_axum::router::OpenApiRouter;
use web::App;

/// All routes below `/admin` that orders serve.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(tax_regions::router())
        .merge(tax_rates::router())
        .merge(fulfillment_sets::router())
        .merge(shipping_options::router())
        .merge(shipping_option_types::router())
        .merge(refund_reasons::router())
        .merge(providers::router())
        .merge(payments::router())
        .merge(promotions::router())
        .merge(campaigns::router())
        .merge(gift_cards::router())
        .merge(store_credit::router())
        .merge(loyalty::router())
}
