//! Points: one's own, paying with them, and bringing others.

mod cart;
mod read;
mod referrals;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read::retrieve))
        .routes(routes!(cart::pay, cart::remove))
        .routes(routes!(referrals::retrieve, referrals::take))
}
