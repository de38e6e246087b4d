//! The Admin API of orders and what belongs to selling.

mod documents;
mod dues;
mod enrollments;
mod notifications;
mod order_mails;
mod quotes;

use utoipa_axum::router::OpenApiRouter;
use web::App;

/// All routes below `/admin` that orders serve.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(documents::router())
        .merge(dues::router())
        .merge(quotes::router())
        .merge(enrollments::router())
        .merge(notifications::router())
        .merge(order_mails::router())
}
