//! `/admin/quotes`

mod bodies;
mod changes;
mod quote;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use quote::Quote;

impl Resource for Quote {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/quotes";
    const TAG: &'static str = "Admin: quotes";

    fn example() -> Json {
        json!({
            "id": "quote_01jd6nwvvgfa5sr38y5wx4pq3d", "display_id": 17, "status": "draft", "revision": 2,
            "customer_id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "ann@example.com", "region_id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d",
            "sales_channel_id": "sc_01jd6nwvvgfa5sr38y5wx4pq3d", "locale": "en", "currency_code": "eur",
            "items": [{"title": "Kitchen, as drawn", "quantity": 1, "unit_price": "1200"}], "shipping_methods": [], "addresses": [],
            "total": 1428, "totals": {"total": "1428", "tax_total": "228"}, "deposit_percent": 50, "note": "The price holds for the whole set.",
            "expires_at": "2026-12-21T10:00:00.000Z", "sent_at": null, "answered_at": null, "order_id": null, "metadata": null,
            "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Quote>::new()
        .list("List quotes.")
        .retrieve("Read a quote.")
        .router()
        .routes(routes!(changes::create))
        .routes(routes!(changes::update, changes::remove))
        .routes(routes!(changes::send))
        .routes(routes!(changes::cancel))
}
