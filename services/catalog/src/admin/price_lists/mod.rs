//! `/admin/price-lists`: prices for a while, for some customers, or both.

mod batch;
mod bodies;
mod changes;
mod price;
mod prices;
mod rules;
mod table;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use table::PriceList;

impl Resource for PriceList {
    type Read = needs::PromotionRead;
    type Write = needs::PromotionWrite;

    const PATH: &'static str = "/admin/price-lists";
    const TAG: &'static str = "Admin: price lists";

    fn example() -> Json {
        json!({
            "id": "plist_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Winter sale", "description": "All that is warm.",
            "type": "sale", "status": "active", "starts_at": "2026-12-01T00:00:00.000Z",
            "ends_at": "2027-01-01T00:00:00.000Z", "metadata": null, "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null,
            "rules": {"customer.groups.id": ["cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d"]}
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<PriceList>::new()
        .list("List price lists.")
        .retrieve("Read a price list. Its prices come with `fields=*prices`, or in pages below `/prices`.")
        .create("Make a price list. It holds once it is active and its time has come.")
        .update("Change a price list.")
        .delete("Remove a price list with its prices.")
        .action::<batch::SetProducts>("Take all prices of some products out of a price list.")
        .router()
        .routes(routes!(batch::list))
        .routes(routes!(batch::batch))
}
