//! `/admin/payment-collections`: what is to be paid for an order besides its cart: a difference, something that was agreed on.

mod create;
mod delete;
mod mark_as_paid;
mod start;
mod table;

pub(in crate::admin) use table::PaymentCollection;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create))
        .routes(routes!(delete::delete))
        .routes(routes!(mark_as_paid::mark_as_paid))
        .routes(routes!(start::start))
}
