//! Below `/auth`: how customers and staff sign in.

use utoipa_axum::router::OpenApiRouter;
use web::App;

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(crate::postgrest::router())
}
