//! The Admin API of orders and what they need. One folder per resource.

mod payments;

use utoipa_axum::router::OpenApiRouter;
use web::App;

/// All routes below `/admin` that orders serve.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(payments::router())
}
