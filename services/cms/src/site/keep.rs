//! The row.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::PageId;
use events::{Emit, EventName};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::Settings;

const UPDATED: EventName = EventName::new("site.updated");

/// What is kept, and which revision it is: the first one that is written is 1.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) settings: Settings,
    pub(crate) revision: i64,
    pub(crate) updated_at: Option<DateTime<Utc>>,
    pub(crate) updated_by: Option<Uuid>,
    /// What the shop's store is called.
    pub(crate) store: Option<String>,
    /// Whether the home page is there for everybody.
    pub(crate) has_home: bool,
}

#[derive(FromQueryResult)]
struct Row {
    settings: Option<Value>,
    revision: Option<i64>,
    updated_at: Option<DateTime<Utc>>,
    updated_by: Option<Uuid>,
    store: Option<String>,
}

#[derive(FromQueryResult)]
struct Home {
    status: String,
}

/// Reads it; without a row it is empty.
pub(crate) async fn read(tx: &Tx) -> Result<Kept, ApiError> {
    let sql = "select t.settings, t.revision, t.updated_at, t.updated_by, s.name as store
        from (select $1::uuid as shop) o
        left join site_settings t on t.organization_id = o.shop
        left join stores s on s.organization_id = o.shop";
    let row: Row = db::fetch_one(tx, sql, [tx.organization()?.into()]).await?;
    let settings: Settings = match row.settings {
        Some(settings) => serde_json::from_value(settings).map_err(ApiError::internal)?,
        None => Settings { is_analytics_on: true, ..Settings::default() },
    };
    let has_home = match &settings.home_page_id {
        Some(id) => status_of(tx, id).await?.as_deref() == Some("published"),
        None => false,
    };
    Ok(Kept {
        settings,
        revision: row.revision.unwrap_or_default(),
        updated_at: row.updated_at,
        updated_by: row.updated_by,
        store: row.store,
        has_home,
    })
}

/// How a page stands, if there is one of this id.
async fn status_of(tx: &Tx, id: &str) -> Result<Option<String>, ApiError> {
    let Ok(id) = id.parse::<PageId>() else { return Ok(None) };
    let sql =
        "select status from pages where organization_id = $1 and id = $2 and kind = 'page' and deleted_at is null";
    let found: Option<Home> = db::fetch_optional(tx, sql, [tx.organization()?.into(), id.0.into()]).await?;
    Ok(found.map(|home| home.status))
}

/// Whether it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// It is not as whoever writes has seen it.
    Changed,
    /// It is.
    Done,
}

/// Writes it, if it is as whoever writes has seen it.
pub(crate) async fn write(tx: &Tx, seen: i64, settings: &Settings) -> Result<Written, ApiError> {
    if let Some(id) = &settings.home_page_id
        && status_of(tx, id).await?.is_none()
    {
        return Err(ApiError::missing("Page", id));
    }
    let before = read(tx).await?;
    if before.revision == seen && seen > 0 && before.settings == *settings {
        return Ok(Written::Done);
    }
    let after = serde_json::to_value(settings).map_err(ApiError::internal)?;
    let sql = if seen == 0 {
        "insert into site_settings (organization_id, settings, revision, created_at, updated_at) values ($1, $2, $3 + 1, $4, $4)
         on conflict (organization_id) do nothing"
    } else {
        "update site_settings set settings = $2, revision = revision + 1, updated_by = (select auth.uid())
         where organization_id = $1 and revision = $3 and $4::timestamptz is not null"
    };
    let shop = tx.organization()?;
    let values: [Cell; 4] = [shop.into(), after.clone().into(), seen.into(), tx.now().into()];
    if db::exec(tx, sql, values).await? == 0 {
        return Ok(Written::Changed);
    }
    let before = serde_json::to_value(&before.settings).map_err(ApiError::internal)?;
    let told = Emit::new(UPDATED, shop).before(before).after(json!({ "settings": after, "revision": seen + 1 }));
    events::emit(tx, told).await?;
    Ok(Written::Done)
}
