//! Below `/admin`: customers, staff, keys and the shop's settings.

use utoipa_axum::router::OpenApiRouter;
use web::App;

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(crate::logs::router())
}
