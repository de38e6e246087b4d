//! `/admin/fulfillment-sets`: how a place gets goods to people, and where it reaches to. Sets are made at their place
//! (`/admin/stock-locations/{id}/fulfillment-sets`).

mod geo_zone;
mod postal;
mod set;
mod zone;

use auth::{Staff, needs};
use db::Tx;
use resource::{
    admin::{Delete, NestedRoutes, Resource, Routes},
    retire,
};
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{ApiError, App};

pub(super) use set::{FulfillmentSet, Place};
pub(super) use zone::{Zone, by_id};

impl Resource for FulfillmentSet {
    type Read = needs::InventoryRead;
    type Write = needs::InventoryWrite;

    const PATH: &'static str = "/admin/fulfillment-sets";
    const TAG: &'static str = "Admin: shipping";

    fn example() -> Json {
        json!({
            "id": "fuset_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Kiel parcels", "type": "shipping", "metadata": null,
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null,
            "service_zones": [zone::example()]
        })
    }
}

impl Delete for FulfillmentSet {
    /// Its zones and their options end with it: `private.retire_shipping`.
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        Ok(retire(tx, "public.fulfillment_sets", id).await?)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    let sets = Routes::<FulfillmentSet>::new()
        .delete("Remove a fulfillment set with its zones and their options. Orders keep how they are sent.")
        .router();
    let zones = NestedRoutes::<Zone>::new()
        .retrieve("Read where a fulfillment set reaches to.")
        .create("Let a fulfillment set reach to a part of the world.")
        .update("Change where a fulfillment set reaches to.")
        .delete("Let a fulfillment set reach to a part of the world no more; the options there end.")
        .router();
    sets.merge(zones)
}
