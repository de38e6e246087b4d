//! `/admin/stock-locations`

mod address;
mod changes;
mod channel;
mod fulfilment;
mod location;

use auth::needs;
use resource::{
    admin::{LinksTo, Resource, Routes},
    links::Link,
};
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use web::App;

use channel::Channel;
use location::Location;

/// The channels of a location.
const CHANNELS: Link =
    Link { table: "public.sales_channel_stock_locations", one: "stock_location_id", other: "sales_channel_id" };

impl Resource for Location {
    type Read = needs::InventoryRead;
    type Write = needs::InventoryWrite;

    const PATH: &'static str = "/admin/stock-locations";
    const TAG: &'static str = "Admin: stock locations";

    fn example() -> Json {
        json!({
            "id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Kiel warehouse", "address_id": "laddr_01jd6nwvvgfa5sr38y5wx4pq3d",
            "address": {
                "id": "laddr_01jd6nwvvgfa5sr38y5wx4pq3d", "address_1": "1 Quay", "address_2": null, "company": null,
                "country_code": "de", "city": "Kiel", "phone": null, "postal_code": "24103", "province": null, "metadata": null
            },
            "metadata": null, "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z",
            "deleted_at": null
        })
    }
}

impl LinksTo<Channel> for Location {
    const PATH: &'static str = "/sales-channels";
    const NAME: &'static str = "set_sales_channels_of_stock_location";
    const LINK: Link = CHANNELS;
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Location>::new()
        .list("List stock locations.")
        .retrieve("Read a stock location.")
        .create("Open a stock location.")
        .update("Change a stock location.")
        .delete("Close a stock location where nothing is kept for anybody. What lies there is counted no more.")
        .links::<Channel>("Sell in channels what lies at a location, and in others no more.")
        .action::<fulfilment::AddSet>("Make a way to get goods from a location to people.")
        .action::<fulfilment::SetProviders>("Let providers send from a location, and others no more.")
        .router()
}
