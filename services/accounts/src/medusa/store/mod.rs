//! Below `/store`: who buys, and where his parcels go.

use utoipa_axum::router::OpenApiRouter;
use web::App;

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
