//! Gift cards: what is on one, and paying with it.

mod cart;
mod read;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(cart::add, cart::remove)).routes(routes!(read::retrieve))
}
