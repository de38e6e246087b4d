//! `/admin/documents`, and what is written of an order.

mod document;
mod file;
mod of_order;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use document::Document;

impl Resource for Document {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/documents";
    const TAG: &'static str = "Admin: documents";

    fn example() -> Json {
        json!({
            "id": "doc_01jd6nwvvgfa5sr38y5wx4pq3d", "kind": "invoice", "number": 1042, "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d",
            "quote_id": null, "fulfillment_id": null, "refund_id": null, "locale": "en", "size": 20668,
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z"
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Document>::new()
        .list("List documents: invoices, credit notes, packing slips, quotes.")
        .retrieve("Read what is known of a document.")
        .router()
        .routes(routes!(file::retrieve))
        .routes(routes!(of_order::list))
        .routes(routes!(of_order::invoice))
        .routes(routes!(of_order::credit_note))
        .routes(routes!(of_order::packing_slip))
}
