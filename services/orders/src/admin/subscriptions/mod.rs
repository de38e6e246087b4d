//! `/admin/subscriptions`: who pays what again and again, and what the shop does about it.

mod changes;
mod invoices;
mod subscription;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use subscription::Subscription;

impl Resource for Subscription {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/subscriptions";
    const TAG: &'static str = "Admin: subscriptions";

    fn example() -> Json {
        json!({
            "id": "sub_01jd6nwvvgfa5sr38y5wx4pq3d", "customer_id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "plan_id": "splan_01jd6nwvvgfa5sr38y5wx4pq3d",
            "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "region_id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d",
            "sales_channel_id": "sc_01jd6nwvvgfa5sr38y5wx4pq3d", "shipping_address_id": "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d", "provider_ref": "sub_1QXw",
            "status": "active", "quantity": 1, "cancel_at_period_end": false, "cancel_at": null, "canceled_at": null, "ended_at": null,
            "trial_ends_at": null, "current_period_start": "2026-11-21T10:00:00.000Z", "current_period_end": "2026-12-21T10:00:00.000Z",
            "paused_at": null, "resumes_at": null, "metadata": null, "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z"
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Subscription>::new()
        .list("List subscriptions.")
        .retrieve("Read a subscription.")
        .router()
        .routes(routes!(changes::cancel))
        .routes(routes!(changes::resume))
        .routes(routes!(changes::pause))
        .routes(routes!(changes::change_plan))
        .routes(routes!(invoices::list))
}
