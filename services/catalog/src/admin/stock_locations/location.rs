//! Places where things lie.

use std::collections::HashMap;

use db::Tx;
use entity::{
    Timestamp,
    ids::{SalesChannelId, StockLocationAddressId, StockLocationId},
};
use resource::{Param, Row, Table, names, of_owners, row};
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, many, one};

use super::{
    address::Site,
    channel::Channel,
    fulfilment::{self, Provider},
};

row! {
    /// A place.
    pub(crate) struct Location from "s" {
        id: StockLocationId,
        name: String,
        address_id: Option<StockLocationAddressId>,
        metadata: Option<serde_json::Value>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        address: Option<Site>,
        sales_channels: Vec<Channel>,
        fulfillment_providers: Vec<Provider>,
        fulfillment_sets: Option<serde_json::Value>,
    }
}

impl View for Location {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[
        ("address", |s| one(s, |location: &Self| location.address.as_ref())),
        ("sales_channels", |s| many(s, |location: &Self| &location.sales_channels)),
        ("fulfillment_providers", |s| many(s, |location: &Self| &location.fulfillment_providers)),
        ("fulfillment_sets", fulfilment::sets),
    ];
}

impl Table for Location {
    type Id = StockLocationId;

    const ONE: &'static str = "stock_location";
    const MANY: &'static str = "stock_locations";
    const NAME: &'static str = "Stock location";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*address"];
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &["id", "name", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["s.name"];
    const FROM: &'static str = "public.stock_locations s";
    const ALIAS: &'static str = "s";
    const FILTERS: &'static [Param] = &[
        Param::text("name", "Exact names."),
        Param::ids::<StockLocationAddressId>("address_id", "Ids of addresses."),
        Param::ids::<SalesChannelId>("sales_channel_id", "Ids of channels, of which one sells what lies there.").when(
            "exists (select from public.sales_channel_stock_locations l where l.organization_id = s.organization_id
               and l.stock_location_id = s.id and l.sales_channel_id = any(?))",
        ),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        let address = Site::COLUMNS.iter().map(|(name, _)| *name).collect();
        let mut all = vec![("address", address), ("sales_channels", names::<Channel>())];
        all.extend(fulfilment::related());
        all
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        if selection.has("address") {
            let ids: Vec<Uuid> = page.iter().filter_map(|location| location.address_id).map(|id| id.0).collect();
            let sql = format!(
                "select {} from public.stock_location_addresses a where a.organization_id = $1 and a.id = any($2)",
                Site::SELECT
            );
            let found: Vec<Site> = db::fetch_all(tx, &sql, [tx.organization()?.into(), ids.into()]).await?;
            let by_id: HashMap<Uuid, Site> = found.into_iter().map(|address| (address.id.0, address)).collect();
            for location in &mut *page {
                location.address = location.address_id.and_then(|id| by_id.get(&id.0).cloned());
            }
        }
        if selection.has("sales_channels") {
            let owners = page.iter().map(|location| location.id.0).collect();
            let mut channels = of_owners::<Channel>(tx, CHANNELS, "l.stock_location_id", owners).await?;
            for location in &mut *page {
                location.sales_channels = channels.remove(&location.id.0).unwrap_or_default();
            }
        }
        if selection.has("fulfillment_providers") {
            fulfilment::fill_providers(tx, page).await?;
        }
        if selection.has("fulfillment_sets") {
            fulfilment::fill_sets(tx, page).await?;
        }
        Ok(())
    }
}

/// From a channel to its places.
const CHANNELS: &str = "join public.sales_channel_stock_locations l on l.organization_id = c.organization_id
    and l.sales_channel_id = c.id";
