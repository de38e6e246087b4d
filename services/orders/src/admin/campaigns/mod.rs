//! `/admin/campaigns`: what several promotions have in common, a time and a budget.

mod bodies;
mod changes;
mod promotions;
mod table;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use web::App;

pub(super) use bodies::NewCampaign;
pub(super) use changes::{check_currencies, create};
pub(super) use table::{Budget, Campaign};

impl Resource for Campaign {
    type Read = needs::PromotionRead;
    type Write = needs::PromotionWrite;

    const PATH: &'static str = "/admin/campaigns";
    const TAG: &'static str = "Admin: campaigns";

    fn example() -> Json {
        json!({
            "id": "procamp_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Summer sale", "description": "All that is light.",
            "campaign_identifier": "summer-26", "starts_at": "2026-06-01T00:00:00.000Z", "ends_at": "2026-09-01T00:00:00.000Z",
            "created_at": "2026-05-01T10:00:00.000Z", "updated_at": "2026-05-01T10:00:00.000Z", "deleted_at": null,
            "budget": {
                "id": "probudg_01jd6nwvvgfa5sr38y5wx4pq3d", "type": "spend", "currency_code": "eur", "limit": 1000, "used": 120.5,
                "attribute": null
            }
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Campaign>::new()
        .list("List campaigns.")
        .retrieve("Read a campaign, with what was spent of its budget.")
        .create("Make a campaign.")
        .update("Change a campaign.")
        .delete("Remove a campaign; its promotions stay, and are in none.")
        .action::<promotions::SetPromotions>("Put promotions into a campaign, and take them out.")
        .router()
}
