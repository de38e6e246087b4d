//! How much lies where.

use std::collections::HashSet;

use db::Tx;
use entity::ids::{InventoryItemId, InventoryLevelId, StockLocationId};
use resource::admin::duplicate;
use sea_orm::{FromQueryResult, Value};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::ApiError;

use super::{StockError, because};

/// An item at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AtPlace {
    /// What.
    pub item: Uuid,
    /// Where.
    pub location: Uuid,
}

/// How much of it there is, and how much is on its way; nothing said, nothing changed.
#[derive(Debug, Clone, Copy)]
pub struct Stocked {
    /// What and where.
    pub at: AtPlace,
    /// What is there.
    pub stocked: Option<i64>,
    /// What comes.
    pub incoming: Option<i64>,
}

#[derive(FromQueryResult)]
struct Changed {
    id: Uuid,
    inventory_item_id: Uuid,
    location_id: Uuid,
}

impl Changed {
    const fn at(&self) -> AtPlace {
        AtPlace { item: self.inventory_item_id, location: self.location_id }
    }
}

/// As the statements read them; each gets a key, in case it is new.
fn listed(levels: &[Stocked]) -> Value {
    let rows = levels.iter().map(|Stocked { at: AtPlace { item, location }, stocked, incoming }| {
        json!({ "id": InventoryLevelId::new().0, "item": item, "location": location, "stocked": stocked, "incoming": incoming })
    });
    Json::Array(rows.collect()).into()
}

/// Keeps items at places where they were not kept before. Neither the items nor the places are deleted meanwhile.
pub async fn create_levels(tx: &Tx, levels: &[Stocked]) -> Result<Vec<Uuid>, ApiError> {
    if levels.is_empty() {
        return Ok(Vec::new());
    }
    because(tx, "set", None).await?;
    let sql = "with wanted as (
          select i.id as item, s.id as location, w.stocked, w.incoming, w.id
          from jsonb_to_recordset($2) as w (id uuid, item uuid, location uuid, stocked bigint, incoming bigint)
          join public.inventory_items i on i.organization_id = $1 and i.id = w.item and i.deleted_at is null
          join public.stock_locations s on s.organization_id = $1 and s.id = w.location and s.deleted_at is null
          order by i.id, s.id for share of i, s
        )
        insert into public.inventory_levels
          (organization_id, id, inventory_item_id, location_id, stocked_quantity, incoming_quantity, created_at, updated_at)
        select $1, w.id, w.item, w.location, coalesce(w.stocked, 0), coalesce(w.incoming, 0), $3, $3 from wanted w
        on conflict (organization_id, inventory_item_id, location_id) do nothing
        returning id, inventory_item_id, location_id";
    let values = [tx.organization()?.into(), listed(levels), tx.now().into()];
    let made: Vec<Changed> = db::fetch_all(tx, sql, values).await?;
    let done: HashSet<AtPlace> = made.iter().map(Changed::at).collect();
    match levels.iter().find(|level| !done.contains(&level.at)) {
        // Whoever names a place twice gets one level, and not two.
        None if made.len() == levels.len() => Ok(made.into_iter().map(|level| level.id).collect()),
        None => Err(ApiError::invalid_data("Invalid request: An item is created twice at the same location")),
        Some(level) => Err(why_not_made(tx, level.at).await?),
    }
}

/// What was in the way of a level.
async fn why_not_made(tx: &Tx, AtPlace { item, location }: AtPlace) -> db::Result<ApiError> {
    #[derive(FromQueryResult)]
    struct There {
        has_item: bool,
        has_location: bool,
    }
    let sql = "select
          exists (select from public.inventory_items where organization_id = $1 and id = $2 and deleted_at is null) as has_item,
          exists (select from public.stock_locations where organization_id = $1 and id = $3 and deleted_at is null) as has_location";
    let values = [tx.organization()?.into(), item.into(), location.into()];
    let there: There = db::fetch_one(tx, sql, values).await?;
    let (item, location) = (InventoryItemId(item).to_string(), StockLocationId(location).to_string());
    Ok(match there {
        There { has_item: false, .. } => ApiError::missing("Inventory item", &item),
        There { has_location: false, .. } => unknown_location(&location),
        _ => duplicate(format!(
            "Inventory level with inventory_item_id: {item}, location_id: {location}, already exists."
        )),
    })
}

/// 404 in Medusa's words.
pub(crate) fn unknown_location(location: &str) -> ApiError {
    let location: String = location.chars().take(100).collect();
    ApiError::not_found(format!("Stock locations with ids: {location} was not found"))
}

/// Sets what lies at places, whatever it was.
pub async fn update_levels(tx: &Tx, levels: &[Stocked]) -> Result<Vec<Uuid>, ApiError> {
    if levels.is_empty() {
        return Ok(Vec::new());
    }
    because(tx, "set", None).await?;
    let sql = "with held as (
          select l.id, w.stocked, w.incoming
          from public.inventory_levels l
          join jsonb_to_recordset($2) as w (item uuid, location uuid, stocked bigint, incoming bigint)
            on w.item = l.inventory_item_id and w.location = l.location_id
          where l.organization_id = $1 order by l.id for update of l
        )
        update public.inventory_levels l
        set stocked_quantity = coalesce(h.stocked, l.stocked_quantity), incoming_quantity = coalesce(h.incoming, l.incoming_quantity)
        from held h where l.organization_id = $1 and l.id = h.id
        returning l.id, l.inventory_item_id, l.location_id";
    let values = [tx.organization()?.into(), listed(levels)];
    let changed: Vec<Changed> = db::fetch_all(tx, sql, values).await?;
    let done: HashSet<AtPlace> = changed.iter().map(Changed::at).collect();
    match levels.iter().find(|level| !done.contains(&level.at)) {
        None if changed.len() == levels.len() => Ok(changed.into_iter().map(|level| level.id).collect()),
        None => Err(ApiError::invalid_data("Invalid request: An item is changed twice at the same location")),
        Some(Stocked { at: AtPlace { item, location }, .. }) => {
            let (item, location) = (InventoryItemId(*item), StockLocationId(*location));
            Err(StockError::NotStocked { item, location }.into())
        }
    }
}

/// More of an item at a place, or fewer, but not fewer than none.
pub async fn adjust(tx: &Tx, at: AtPlace, by: i64, reason: &str, note: Option<&str>) -> Result<(), StockError> {
    #[derive(FromQueryResult)]
    struct Done {
        done: bool,
    }
    let sql = "select private.adjust_stock($1, $2, $3, $4, $5, null) as done";
    let AtPlace { item, location } = at;
    let values = [item.into(), location.into(), by.into(), reason.into(), note.into()];
    let done: Done = db::fetch_one(tx, sql, values).await?;
    if done.done {
        return Ok(());
    }
    Err(StockError::NotStocked { item: InventoryItemId(item), location: StockLocationId(location) })
}

/// Locks levels by their keys and by what lies where, all at once, and before them what new ones will name: who changes several in
/// several statements does this first, so that nobody who deletes an item or a place waits for him while he waits for that one.
pub async fn hold_levels(tx: &Tx, ids: &[Uuid], places: &[AtPlace], new: &[Stocked]) -> db::Result<()> {
    let organization = tx.organization()?;
    let (items, locations): (Vec<Uuid>, Vec<Uuid>) = new.iter().map(|level| (level.at.item, level.at.location)).unzip();
    for (table, ids) in [("inventory_items", items), ("stock_locations", locations)] {
        if !ids.is_empty() {
            let sql =
                format!("select from public.{table} where organization_id = $1 and id = any($2) order by id for share");
            db::exec(tx, &sql, [organization.into(), ids.into()]).await?;
        }
    }
    let sql = "select from public.inventory_levels l
        where l.organization_id = $1 and l.id in (
          select x.id from public.inventory_levels x where x.organization_id = $1 and x.id = any($2)
          union all
          select x.id from unnest($3::uuid[], $4::uuid[]) as w (item, location)
          join public.inventory_levels x
            on x.organization_id = $1 and x.inventory_item_id = w.item and x.location_id = w.location
        )
        order by l.id for update of l";
    let (items, locations): (Vec<Uuid>, Vec<Uuid>) = places.iter().map(|place| (place.item, place.location)).unzip();
    let values = [organization.into(), ids.to_vec().into(), items.into(), locations.into()];
    db::exec(tx, sql, values).await.map(drop)
}
