//! The Admin API of orders and of what a shop needs before it sells. A file or folder per resource: its table, its bodies, what is particular
//! to its operations.

mod bodies;
mod fulfillment_sets;
mod payments;
mod providers;
mod refund_reasons;
mod shipping_option_types;
mod shipping_options;
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
}
