//! `POST /admin/sales-channels/{id}/products`: the catalogue's part of a resource that stands elsewhere.

use auth::{Staff, needs};
use db::Tx;
use entity::ids::{ProductId, SalesChannelId};
use resource::{
    Links, Table,
    admin::{Action, Resource, Routes},
    ids, lock,
};
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{ApiError, App};

use super::{links, products::load::Channel};

impl Table for Channel {
    type Id = SalesChannelId;

    const ONE: &'static str = "sales_channel";
    const MANY: &'static str = "sales_channels";
    const NAME: &'static str = "Sales channel";
    const SORTABLE: &'static [&'static str] = &["id"];
    const WORDS: &'static [&'static str] = &["c.name"];
    const FROM: &'static str = "public.sales_channels c";
    const ALIAS: &'static str = "c";
}

impl Resource for Channel {
    type Read = needs::ShopRead;
    type Write = needs::ShopWrite;

    const PATH: &'static str = "/admin/sales-channels";
    const TAG: &'static str = "Admin: sales channels";

    fn example() -> Json {
        json!({
            "id": "sc_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Web shop", "description": null, "is_disabled": false,
            "metadata": null, "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z",
            "deleted_at": null
        })
    }
}

/// Which products it sells.
#[derive(Debug)]
struct SetProducts;

impl Action for SetProducts {
    type On = Channel;
    type Input = Links;

    const PATH: &'static str = "/products";
    const NAME: &'static str = "set_products_of_sales_channel";

    async fn act(tx: &Tx, _: &Staff, id: Uuid, Links { add, remove }: Links) -> Result<bool, ApiError> {
        if !lock::<Channel>(tx, id).await? {
            return Ok(false);
        }
        let add = links::products(tx, &add.unwrap_or_default(), "add").await?;
        let remove = ids::<ProductId>(&remove.unwrap_or_default());
        let organization = tx.organization()?;
        let sql = "delete from public.product_sales_channels
            where organization_id = $1 and sales_channel_id = $2 and product_id = any($3)";
        db::exec(tx, sql, [organization.into(), id.into(), remove.into()]).await?;
        let sql = "insert into public.product_sales_channels (organization_id, sales_channel_id, product_id)
            select $1, $2, u.id from unnest($3::uuid[]) u (id) order by u.id on conflict do nothing";
        db::exec(tx, sql, [organization.into(), id.into(), add.into()]).await?;
        Ok(true)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Channel>::new().action::<SetProducts>("Sell products in a sales channel, and others no more.").router()
}
