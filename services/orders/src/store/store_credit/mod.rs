//! Store credit: one's accounts, and paying with them.

mod accounts;
mod cart;
mod claim;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(cart::pay))
        .routes(routes!(accounts::list))
        .routes(routes!(accounts::retrieve))
        .routes(routes!(claim::claim))
}

/// An account, for the OpenAPI document.
fn example() -> serde_json::Value {
    serde_json::json!({
        "id": "sca_01jd6nwvvgfa5sr38y5wx4pq3d", "code": null, "customer_id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "currency_code": "eur",
        "balance": 20, "credits": 50, "debits": 30, "metadata": null, "created_at": "2026-11-21T10:00:00.000Z",
        "updated_at": "2026-11-21T10:00:00.000Z"
    })
}
