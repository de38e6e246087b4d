//! `/admin/shipping-options`: what customers choose among, what it costs, and for whom it is.

mod batch;
mod bodies;
mod changes;
mod checks;
mod option;
mod price;
mod prices;
mod rule;
mod rules;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(super) use option::ShippingOption;

impl Resource for ShippingOption {
    type Read = needs::ShopRead;
    type Write = needs::ShopWrite;

    const PATH: &'static str = "/admin/shipping-options";
    const TAG: &'static str = "Admin: shipping";

    fn example() -> Json {
        json!({
            "id": "so_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Standard", "price_type": "flat",
            "service_zone_id": "serzo_01jd6nwvvgfa5sr38y5wx4pq3d", "shipping_profile_id": "sp_01jd6nwvvgfa5sr38y5wx4pq3d",
            "provider_id": "manual_manual", "shipping_option_type_id": "sotype_01jd6nwvvgfa5sr38y5wx4pq3d", "data": null,
            "metadata": null, "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null,
            "prices": [price::example()], "rules": [rule::example()], "provider": {"id": "manual_manual", "is_enabled": true},
            "type": {"id": "sotype_01jd6nwvvgfa5sr38y5wx4pq3d", "label": "Standard", "code": "standard"},
            "shipping_profile": {"id": "sp_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Parcels", "type": "default"},
            "service_zone": {"id": "serzo_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Germany"}
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<ShippingOption>::new()
        .list("List shipping options.")
        .retrieve("Read a shipping option.")
        .create("Make a shipping option.")
        .update("Change a shipping option. Prices and rules that are given are all that it has afterwards.")
        .delete("Remove a shipping option. Carts that chose it choose anew; orders keep how they are sent.")
        .router()
        .routes(routes!(batch::batch))
}
