//! `/admin/subscription-plans`: variants that are sold by subscription, and how they are paid.

mod create;
mod plan;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use plan::SubscriptionPlan;

impl Resource for SubscriptionPlan {
    type Read = needs::ProductRead;
    type Write = needs::ProductWrite;

    const PATH: &'static str = "/admin/subscription-plans";
    const TAG: &'static str = "Admin: subscription plans";

    fn example() -> Json {
        json!({
            "id": "splan_01jd6nwvvgfa5sr38y5wx4pq3d", "variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "currency_code": "eur", "amount": 12.9,
            "interval": "month", "interval_count": 1, "trial_days": 14, "is_active": true, "is_ready": true, "provider_ref": "price_1QXw",
            "metadata": null, "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<SubscriptionPlan>::new()
        .list("List what is sold by subscription.")
        .retrieve("Read a subscription plan.")
        .update("Change a subscription plan. What it costs and how often stays: make another plan for that, and have subscriptions change to it.")
        .delete("Sell a plan no more. Subscriptions to it go on.")
        .router()
        .routes(routes!(create::create))
}
