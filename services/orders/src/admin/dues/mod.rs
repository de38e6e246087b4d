//! `/admin/orders/{id}/dues` and orders on projects.

mod bodies;
mod of_order;
mod projects;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(of_order::list, of_order::replace)).routes(routes!(projects::create))
}

/// A due, for the document.
fn example() -> serde_json::Value {
    serde_json::json!({
        "id": "due_01jd6nwvvgfa5sr38y5wx4pq3d", "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "nth": 1, "kind": "deposit", "amount": 600,
        "currency_code": "eur", "due_at": "2026-11-28T10:00:00.000Z", "paid_at": null, "payment_collection_id": null, "reminded_at": null
    })
}
