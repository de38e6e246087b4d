//! The Admin API of selling. A folder per resource: its table, its bodies, what is particular to its operations.

mod campaigns;
pub(crate) mod gift_cards;
mod loyalty;
pub(crate) mod promotions;
pub(crate) mod store_credit;

use utoipa_axum::router::OpenApiRouter;
use web::App;

/// All routes below `/admin` that orders serve.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(promotions::router())
        .merge(campaigns::router())
        .merge(gift_cards::router())
        .merge(store_credit::router())
        .merge(loyalty::router())
}
