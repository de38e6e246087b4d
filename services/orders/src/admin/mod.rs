//! The Admin API of orders and what belongs to them. A file or folder per resource.

mod address;
mod deed;
mod fields;
mod fulfillments;
mod labels;
mod orders;

use utoipa_axum::router::OpenApiRouter;
use web::App;

/// All routes below `/admin` that orders serve.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(orders::router()).merge(fulfillments::router())
}
