//! The Admin API of the catalogue. A folder per resource: its table, its bodies, what is particular to its operations.

use utoipa_axum::router::OpenApiRouter;
use web::App;

/// All routes below `/admin` that the catalogue serves.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
