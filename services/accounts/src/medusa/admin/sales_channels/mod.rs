//! `/admin/sales-channels`

use auth::{Staff, needs};
use db::Tx;
use entity::ids::SalesChannelId;
use resource::{
    admin::{Create, Delete, Resource, Routes, Update},
    retire,
};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{ApiError, App};

use crate::store::admin::channels::{self, Changes, Channel, New};

impl Resource for Channel {
    type Read = needs::ShopRead;
    type Write = needs::ShopWrite;

    const PATH: &'static str = "/admin/sales-channels";
    const TAG: &'static str = "Admin: sales channels";

    fn example() -> Value {
        json!({
            "id": "sc_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Web shop", "description": null, "is_disabled": false,
            "metadata": null, "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z",
            "deleted_at": null
        })
    }
}

impl Create for Channel {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        Ok(channels::create(tx, new).await?)
    }
}

impl Update for Channel {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        Ok(channels::update(tx, id, changes).await?)
    }
}

impl Delete for Channel {
    const OBJECT: &'static str = "sales-channel";

    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        if channels::is_default(tx, id).await? {
            let id = SalesChannelId(id);
            return Err(ApiError::not_allowed(format!("Cannot delete default sales channels: {id}")));
        }
        Ok(retire(tx, "public.sales_channels", id).await?)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Channel>::new()
        .list("List sales channels.")
        .retrieve("Read a sales channel.")
        .create("Open a sales channel.")
        .update("Change a sales channel.")
        .delete("Close a sales channel that is not the default one.")
        .router()
}
