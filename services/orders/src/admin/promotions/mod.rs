//! `/admin/promotions`: what is taken off, for whom, and how often.

mod attributes;
mod bodies;
mod changes;
mod check;
pub(crate) mod fields;
mod options;
mod rules;
mod table;
mod values;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) use table::Promotion;
pub(crate) use table::number;

impl Resource for Promotion {
    type Read = needs::PromotionRead;
    type Write = needs::PromotionWrite;

    const PATH: &'static str = "/admin/promotions";
    const TAG: &'static str = "Admin: promotions";

    fn example() -> Json {
        json!({
            "id": "promo_01jd6nwvvgfa5sr38y5wx4pq3d", "code": "SUMMER", "type": "standard", "status": "active",
            "is_automatic": false, "is_tax_inclusive": false, "limit": 100, "used": 3, "campaign_id": null, "metadata": null,
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null,
            "application_method": {
                "id": "proappmet_01jd6nwvvgfa5sr38y5wx4pq3d", "type": "percentage", "target_type": "order", "allocation": "across",
                "value": 10, "currency_code": null, "max_quantity": null, "max_amount": null, "apply_to_quantity": null,
                "buy_rules_min_quantity": null, "promotion_id": "promo_01jd6nwvvgfa5sr38y5wx4pq3d", "target_rules": [],
                "buy_rules": []
            },
            "rules": [example_of_rule()], "campaign": null
        })
    }
}

/// A rule, for the document.
fn example_of_rule() -> Json {
    json!({
        "id": "prorul_01jd6nwvvgfa5sr38y5wx4pq3d", "description": null, "attribute": "region.id", "operator": "in",
        "values": [{"value": "reg_01jd6nwvvgfa5sr38y5wx4pq3d"}], "created_at": "2026-11-21T10:00:00.000Z",
        "updated_at": "2026-11-21T10:00:00.000Z"
    })
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Promotion>::new()
        .list("List promotions.")
        .retrieve("Read a promotion, with how often it was used.")
        .create("Make a promotion. It holds once it is active, and its campaign is on.")
        .update("Change a promotion.")
        .delete("Remove a promotion; what it took off orders stays.")
        .router()
        .routes(routes!(options::of_attributes))
        .routes(routes!(options::of_values))
        .routes(routes!(options::of_promotion))
        .routes(routes!(rules::rules))
        .routes(routes!(rules::target_rules))
        .routes(routes!(rules::buy_rules))
}
