//! `/admin/search`: words that mean each other, products that stand first, and how far the index is.

mod pins;
mod status;
mod synonyms;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

/// The routes below `/admin/search`.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(synonyms::router()).merge(pins::router()).routes(routes!(status::status))
}
