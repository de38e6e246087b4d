//! The Store API: shops that make their own pages tell of what is looked at.

mod page_views;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(page_views::create))
}
