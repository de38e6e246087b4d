//! The Admin API: what dashboards show.

mod now;
mod sales;
mod traffic;
mod when;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

const TAG: &str = "Admin: analytics";

pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(traffic::retrieve))
        .routes(routes!(sales::retrieve))
        .routes(routes!(now::retrieve))
}
