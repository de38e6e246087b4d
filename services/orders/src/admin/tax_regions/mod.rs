//! `/admin/tax-regions`: countries, and provinces of them, in which something is taxed.

mod changes;
mod region;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use web::App;

pub(super) use region::{TaxRegion, by_id};

impl Resource for TaxRegion {
    type Read = needs::ShopRead;
    type Write = needs::ShopWrite;

    const PATH: &'static str = "/admin/tax-regions";
    const TAG: &'static str = "Admin: taxes";

    fn example() -> Json {
        json!({
            "id": "txreg_01jd6nwvvgfa5sr38y5wx4pq3d", "country_code": "de", "province_code": null, "parent_id": null,
            "provider_id": "tp_system", "metadata": null, "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d",
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null,
            "tax_rates": [{"id": "txr_01jd6nwvvgfa5sr38y5wx4pq3d", "rate": 19, "code": "DE19", "name": "VAT", "is_default": true,
                "is_combinable": false, "rules": []}],
            "parent": null, "children": []
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<TaxRegion>::new()
        .list("List tax regions.")
        .retrieve("Read a tax region.")
        .create("Tax something in a country, or in a province of one where it is otherwise.")
        .update("Change a tax region.")
        .delete("Remove a tax region with its rates, and a country's provinces with it. What was sold keeps its taxes.")
        .router()
}
