//! The Admin API of orders and what becomes of them.

mod bodies;
mod claims;
mod draft_orders;
mod exchanges;
mod operations;
mod order_changes;
mod order_edits;
mod returns;
mod swaps;

pub(crate) use bodies::{Pieces, Price};
pub(crate) use returns::Return;
use utoipa_axum::router::OpenApiRouter;
use web::App;

/// All routes below `/admin` that orders serve.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(order_edits::router())
        .merge(returns::router())
        .merge(claims::router())
        .merge(exchanges::router())
        .merge(draft_orders::router())
        .merge(order_changes::router())
}
