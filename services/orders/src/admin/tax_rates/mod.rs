//! `/admin/tax-rates`: what is taxed how much in a tax region, and what a rate is meant for.

mod changes;
mod rate;
mod rules;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) use changes::{MOST_RATE, Said, insert};
pub(super) use rate::{TaxRate, of_regions};
pub(super) use rules::TaxRateRule;

impl Resource for TaxRate {
    type Read = needs::ShopRead;
    type Write = needs::ShopWrite;

    const PATH: &'static str = "/admin/tax-rates";
    const TAG: &'static str = "Admin: taxes";

    fn example() -> Json {
        json!({
            "id": "txr_01jd6nwvvgfa5sr38y5wx4pq3d", "rate": 7, "code": "DE7", "name": "Reduced VAT", "is_default": false,
            "is_combinable": false, "tax_region_id": "txreg_01jd6nwvvgfa5sr38y5wx4pq3d", "metadata": null,
            "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null, "rules": [rules::example()],
            "tax_region": {"id": "txreg_01jd6nwvvgfa5sr38y5wx4pq3d", "country_code": "de", "province_code": null}
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<TaxRate>::new()
        .list("List tax rates.")
        .retrieve("Read a tax rate.")
        .create("Make a tax rate: the default one of its region, or one for what its rules name.")
        .update("Change a tax rate. Carts have the new one with their next change; what was sold keeps the old one.")
        .delete("Remove a tax rate. What was sold keeps its taxes.")
        .action::<rules::Add>("Tax a product, all of a type or a shipping option by a rate.")
        .router()
        .routes(routes!(rules::remove))
}
