//! Sales channels.

use db::Tx;
use entity::{
    Timestamp,
    ids::{ApiKeyId, SalesChannelId, StockLocationId},
};
use resource::{Param, Row, Set, Table, fresh_metadata, row};
use sea_orm::Value;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    body,
    body::{Change, Filled, Required},
    fields::{Column, View},
};

use super::stores;

row! {
    /// A channel.
    pub struct Channel from "s" {
        id: SalesChannelId,
        name: String,
        description: Option<String>,
        is_disabled: bool,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Channel {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Channel {
    type Id = SalesChannelId;

    const ONE: &'static str = "sales_channel";
    const MANY: &'static str = "sales_channels";
    const NAME: &'static str = "Sales channel";
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &["id", "name", "is_disabled", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["s.name", "s.description"];
    const FROM: &'static str = "public.sales_channels s";
    const ALIAS: &'static str = "s";
    const FILTERS: &'static [Param] = &[
        Param::text("name", "Exact names."),
        Param::text("description", "Exact texts."),
        Param::boolean("is_disabled", "Whether nothing is sold through it."),
        Param::ids::<ApiKeyId>("publishable_key_id", "Ids of keys, of which one shows it.").when(
            "exists (select from public.api_key_sales_channels l where l.organization_id = s.organization_id
               and l.sales_channel_id = s.id and l.api_key_id = any(?))",
        ),
        Param::ids::<StockLocationId>("location_id", "Ids of stock locations, of which one serves it.").when(
            "exists (select from public.sales_channel_stock_locations l where l.organization_id = s.organization_id
               and l.sales_channel_id = s.id and l.stock_location_id = any(?))",
        ),
    ];
}

body! {
    /// What is said of a new channel.
    pub struct New {
        /// What it is called.
        pub name: Required = "Web shop",
        /// Words about it.
        pub description: Option<String> = "What is sold on our own pages.",
        /// Whether nothing is sold through it.
        pub is_disabled: Option<bool> = false,
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"erp": "4711"},
    }
}

body! {
    /// What changes of a channel.
    pub struct Changes {
        /// What it is called.
        pub name: Filled = "Web shop",
        /// Words about it.
        pub description: Change<String> = "What is sold on our own pages.",
        /// Whether nothing is sold through it.
        pub is_disabled: Option<bool> = true,
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"erp": "4711"},
    }
}

/// Opens a channel.
pub async fn create(tx: &Tx, new: New) -> db::Result<Uuid> {
    let New { name: Required(name), description, is_disabled, metadata } = new;
    let id = SalesChannelId::new().0;
    let sql = "insert into public.sales_channels
          (organization_id, id, name, description, is_disabled, metadata, created_at, updated_at)
        values ($1, $2, $3, $4, $5, private.merge_metadata(null, $6, '{}'), $7, $7)";
    let values: [Value; 7] = [
        tx.organization()?.into(),
        id.into(),
        name.into(),
        description.into(),
        is_disabled.unwrap_or(false).into(),
        fresh_metadata(metadata).into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(id)
}

/// Changes a channel; false when there is none.
pub async fn update(tx: &Tx, id: Uuid, changes: Changes) -> db::Result<bool> {
    let Changes { name: Filled(name), description, is_disabled, metadata } = changes;
    let mut set = Set::new(tx, id)?;
    set.given("name", name);
    set.change("description", description);
    set.given("is_disabled", is_disabled);
    set.metadata("metadata", metadata);
    set.run(tx, "public.sales_channels").await
}

/// Whether this is the channel that the shop uses when none is named. That stays so until the transaction ends.
pub async fn is_default(tx: &Tx, id: Uuid) -> db::Result<bool> {
    stores::lock(tx).await?;
    let sql = "select from public.stores where organization_id = $1 and default_sales_channel_id = $2";
    Ok(db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await? > 0)
}
