//! `/admin/reservations`

mod changes;
mod reservation;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use web::App;

use reservation::Reservation;

impl Resource for Reservation {
    type Read = needs::InventoryRead;
    type Write = needs::InventoryWrite;

    const PATH: &'static str = "/admin/reservations";
    const TAG: &'static str = "Admin: reservations";

    fn example() -> Json {
        json!({
            "id": "resitem_01jd6nwvvgfa5sr38y5wx4pq3d", "line_item_id": null, "location_id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3d",
            "quantity": 3, "external_id": null, "description": "For Ann, who calls on Friday",
            "inventory_item_id": "iitem_01jd6nwvvgfa5sr38y5wx4pq3d", "metadata": null,
            "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Reservation>::new()
        .list("List reservations.")
        .retrieve("Read a reservation.")
        .create("Keep something for somebody, if there is enough of it.")
        .update("Keep more of it or less, or at another place, if there is enough of it.")
        .delete("Give back what was kept.")
        .router()
}
