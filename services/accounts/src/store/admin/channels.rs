//! Sales channels.

use db::Tx;
use entity::{
    Timestamp,
    ids::{ApiKeyId, SalesChannelId},
};
use sea_orm::Value;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    body::Change,
    fields::{Column, View},
    query::Params,
};

use super::{Filter, Table, change::Set, row::row};

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
    const COLUMNS: &'static [Column<Self>] = Self::FIELDS;
}

impl Table for Channel {
    type Id = SalesChannelId;

    const ONE: &'static str = "sales_channel";
    const MANY: &'static str = "sales_channels";
    const NAME: &'static str = "Sales channel";
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &["id", "name", "is_disabled", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["s.name", "s.description"];
    const COLUMNS_SQL: &'static [&'static str] = Self::SELECT;
    const FROM: &'static str = "public.sales_channels s";
    const ALIAS: &'static str = "s";

    fn filter(params: &mut Params, filter: &mut Filter) {
        filter.living(params, "s");
        filter.ids::<SalesChannelId>(params, "id", "s.id = any(?)");
        filter.texts(params, "name", "s.name");
        filter.texts(params, "description", "s.description");
        filter.boolean(params, "is_disabled", "s.is_disabled");
        filter.time(params, "created_at", "s.created_at");
        filter.time(params, "updated_at", "s.updated_at");
        let shown = "exists (select from public.api_key_sales_channels l where l.organization_id = s.organization_id
            and l.sales_channel_id = s.id and l.api_key_id = any(?))";
        filter.ids::<ApiKeyId>(params, "publishable_key_id", shown);
    }
}

/// What is said of a channel.
#[derive(Debug, Default)]
pub struct Said {
    pub name: Option<String>,
    pub description: Change<String>,
    pub is_disabled: Option<bool>,
    pub metadata: Change<Map<String, Json>>,
}

/// Opens a channel.
pub async fn create(tx: &Tx, said: Said) -> db::Result<Uuid> {
    let Said { name, description, is_disabled, metadata } = said;
    let id = SalesChannelId::new().0;
    let sql = "insert into public.sales_channels
          (organization_id, id, name, description, is_disabled, metadata, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $7)";
    let values: [Value; 7] = [
        tx.organization()?.into(),
        id.into(),
        name.into(),
        description.given().into(),
        is_disabled.unwrap_or(false).into(),
        metadata.given().map(Json::Object).into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(id)
}

/// Changes a channel; false when there is none.
pub async fn update(tx: &Tx, id: Uuid, said: Said) -> db::Result<bool> {
    let Said { name, description, is_disabled, metadata } = said;
    let mut set = Set::new(tx, id)?;
    if let Some(name) = name {
        set.to("name", name);
    }
    set.text("description", description);
    set.boolean("is_disabled", is_disabled);
    set.json("metadata", metadata);
    set.run(tx, "public.sales_channels").await
}

/// Whether this is the channel that the shop uses when none is named. That stays so until the transaction ends.
pub async fn is_default(tx: &Tx, id: Uuid) -> db::Result<bool> {
    let organization = tx.organization()?;
    db::exec(tx, "select from public.stores where organization_id = $1 for no key update", [organization.into()])
        .await?;
    let sql = "select from public.stores where organization_id = $1 and default_sales_channel_id = $2";
    Ok(db::exec(tx, sql, [organization.into(), id.into()]).await? > 0)
}

/// Closes a channel.
pub async fn delete(tx: &Tx, id: Uuid) -> db::Result<bool> {
    let sql = "update public.sales_channels set deleted_at = $3
        where organization_id = $1 and id = $2 and deleted_at is null";
    Ok(db::exec(tx, sql, [tx.organization()?.into(), id.into(), tx.now().into()]).await? > 0)
}
