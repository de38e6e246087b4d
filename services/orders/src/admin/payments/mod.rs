//! `/admin/payments`: money that was promised or taken, taking it, and giving it back.

mod capture;
mod key;
mod refund;
mod table;

use resource::admin::Routes;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) use refund::positive;
pub(super) use table::Payment;

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Payment>::new()
        .list("List payments.")
        .retrieve("Read a payment.")
        .router()
        .routes(routes!(capture::capture))
        .routes(routes!(refund::refund))
}
