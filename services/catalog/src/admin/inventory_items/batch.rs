//! `POST /admin/inventory-items/{id}/location-levels/batch`, `POST /admin/inventory-items/location-levels/batch`: levels of one item,
//! or of several, made, changed and removed at once, all or none.

use auth::{May, Staff, needs};
use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
};
use entity::ids::{InventoryItemId, InventoryLevelId, StockLocationId};
use resource::{
    Filter,
    admin::{begin, key, missing, select},
    lock,
};
use serde_json::{Value, json};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery,
    body::{Body, Required, Within},
    fields::Selection,
    query::Query,
};

use super::{
    changes::NewLevel,
    item::Item,
    level::{self, Level, parsed, written},
    levels::refuse_held,
};
use crate::stock::{self, AtPlace, Held, MOST, Stocked, hold_levels, not_stocked};

web::body! {
    /// What becomes of the levels of an item.
    pub(super) struct OfItem {
        /// Where it is kept from now on.
        pub(super) create: Option<Vec<NewLevel>> = [{"location_id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3d", "stocked_quantity": 100}],
        /// What lies where.
        pub(super) update: Option<Vec<ChangedLevel>> = [{"location_id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3e", "stocked_quantity": 5}],
        /// Ids of levels that go.
        pub(super) delete: Option<Vec<String>> = ["ilev_01jd6nwvvgfa5sr38y5wx4pq3d"],
        /// Whether levels go of which something lies there.
        pub(super) force: Option<bool> = false,
    }
}

web::body! {
    /// What changes of a level of an item.
    pub(super) struct ChangedLevel {
        /// Its id, which may be left out: the location says it.
        pub(super) id: Option<String> = "ilev_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where.
        pub(super) location_id: Required = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// How much lies there.
        pub(super) stocked_quantity: Within<0, MOST> = 100,
        /// How much is on its way.
        pub(super) incoming_quantity: Within<0, MOST> = 0,
    }
}

web::body! {
    /// What becomes of levels.
    pub(super) struct OfItems {
        /// What is kept where from now on.
        pub(super) create: Option<Vec<LevelOf>> = [{"inventory_item_id": "iitem_01jd6nwvvgfa5sr38y5wx4pq3d", "location_id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3d", "stocked_quantity": 100}],
        /// How much of what lies where.
        pub(super) update: Option<Vec<LevelOf>> = [{"inventory_item_id": "iitem_01jd6nwvvgfa5sr38y5wx4pq3d", "location_id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3e", "stocked_quantity": 5}],
        /// Ids of levels that go.
        pub(super) delete: Option<Vec<String>> = ["ilev_01jd6nwvvgfa5sr38y5wx4pq3d"],
        /// Whether levels go of which something lies there.
        pub(super) force: Option<bool> = false,
    }
}

web::body! {
    /// What is said of a level of some item.
    pub(super) struct LevelOf {
        /// Its id, which may be left out: item and location say it. Of a new level nobody knows it.
        pub(super) id: Option<String> = "ilev_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What.
        pub(super) inventory_item_id: Required = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where.
        pub(super) location_id: Required = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// How much lies there.
        pub(super) stocked_quantity: Within<0, MOST> = 100,
        /// How much is on its way.
        pub(super) incoming_quantity: Within<0, MOST> = 0,
    }
}

/// A change, and the id that was said with it.
struct Update(Option<String>, Stocked);

/// What is to become of levels.
struct Batch {
    create: Vec<Stocked>,
    update: Vec<Update>,
    delete: Vec<String>,
    force: bool,
    /// The only item of which levels go.
    of: Option<Uuid>,
}

impl OfItem {
    fn batch(self, item: Uuid) -> Result<Batch, ApiError> {
        let name = InventoryItemId(item).to_string();
        let update = self.update.unwrap_or_default().into_iter().map(|level| {
            let Required(text) = level.location_id;
            let location = parsed::<StockLocationId, _>(&text, || not_stocked(&name, &text))?;
            let (Within(stocked), Within(incoming)) = (level.stocked_quantity, level.incoming_quantity);
            Ok(Update(level.id, Stocked { at: AtPlace { item, location }, stocked, incoming }))
        });
        Ok(Batch {
            update: update.collect::<Result<_, ApiError>>()?,
            create: self
                .create
                .unwrap_or_default()
                .into_iter()
                .map(|level| level.of(item))
                .collect::<Result<_, _>>()?,
            delete: self.delete.unwrap_or_default(),
            force: self.force.unwrap_or(false),
            of: Some(item),
        })
    }
}

impl OfItems {
    fn batch(self) -> Result<Batch, ApiError> {
        let create = self.create.unwrap_or_default().into_iter().map(|level| {
            let Required(text) = level.inventory_item_id;
            let item = key::<Item>(&text)?;
            let LevelOf { location_id, stocked_quantity, incoming_quantity, .. } = level;
            NewLevel { location_id, stocked_quantity, incoming_quantity }.of(item)
        });
        let update = self.update.unwrap_or_default().into_iter().map(|level| {
            let (Required(item), Required(location)) = (level.inventory_item_id, level.location_id);
            let at = super::levels::place(&item, &location)?;
            let (Within(stocked), Within(incoming)) = (level.stocked_quantity, level.incoming_quantity);
            Ok(Update(level.id, Stocked { at, stocked, incoming }))
        });
        Ok(Batch {
            create: create.collect::<Result<_, ApiError>>()?,
            update: update.collect::<Result<_, ApiError>>()?,
            delete: self.delete.unwrap_or_default(),
            force: self.force.unwrap_or(false),
            of: None,
        })
    }
}

/// Say where an item is kept, where no more, and how much of it lies where.
#[utoipa::path(
    post,
    path = "/admin/inventory-items/{id}/location-levels/batch",
    tag = "Admin: inventory items",
    operation_id = "admin_batch_levels_of_inventory_item",
    params(
        ("id" = String, Path, description = "The inventory item's id.", example = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(OfItem), description = "What becomes of its levels: all of it, or nothing.", example = json!({"create": [{"location_id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3d", "stocked_quantity": 100}], "delete": ["ilev_01jd6nwvvgfa5sr38y5wx4pq3d"]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("inventory:write"))),
    responses(
        (status = 200, description = "What became of them.", body = serde_json::Value, example = json!({"created": [level::example()], "updated": [], "deleted": ["ilev_01jd6nwvvgfa5sr38y5wx4pq3d"]})),
        AdminErrors,
    )
)]
pub(super) async fn of_item(
    State(app): State<App>,
    staff: May<needs::InventoryWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(said): Body<OfItem>,
) -> Result<Json<Value>, ApiError> {
    let Path(id) = path?;
    let selection = select::<Level>(fields.as_deref())?;
    let item = key::<Item>(&id)?;
    run(&app, &staff, said.batch(item)?, &selection).await
}

/// Say which items are kept where, where no more, and how much of them lies where.
#[utoipa::path(
    post,
    path = "/admin/inventory-items/location-levels/batch",
    tag = "Admin: inventory items",
    operation_id = "admin_batch_inventory_levels",
    params(
        SelectParams,
    ),
    request_body(content = inline(OfItems), description = "What becomes of the levels: all of it, or nothing.", example = json!({"update": [{"inventory_item_id": "iitem_01jd6nwvvgfa5sr38y5wx4pq3d", "location_id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3d", "stocked_quantity": 5}]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("inventory:write"))),
    responses(
        (status = 200, description = "What became of them.", body = serde_json::Value, example = json!({"created": [], "updated": [level::example()], "deleted": []})),
        AdminErrors,
    )
)]
pub(super) async fn of_items(
    State(app): State<App>,
    staff: May<needs::InventoryWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(said): Body<OfItems>,
) -> Result<Json<Value>, ApiError> {
    let selection = select::<Level>(fields.as_deref())?;
    run(&app, &staff, said.batch()?, &selection).await
}

async fn run(app: &App, staff: &Staff, batch: Batch, selection: &Selection) -> Result<Json<Value>, ApiError> {
    let Batch { create, update, delete, force, of } = batch;
    let unknown = |id: &str| ApiError::missing("Inventory level", id);
    let delete: Vec<Uuid> =
        delete.iter().map(|text| parsed::<InventoryLevelId, _>(text, || unknown(text))).collect::<Result<_, _>>()?;
    let tx = begin::<Item>(app, staff).await?;
    if let Some(item) = of
        && !lock::<Item>(&tx, item).await?
    {
        return Err(missing::<Item>(&InventoryItemId(item).to_string()));
    }
    let places: Vec<AtPlace> = update.iter().map(|Update(_, level)| level.at).collect();
    hold_levels(&tx, &delete, &places, &create).await?;

    let mut gone = Vec::new();
    if !delete.is_empty() {
        let mut which = Filter::default();
        which.and("l.id = any(?)", delete.clone());
        if let Some(item) = of {
            which.and("l.inventory_item_id = ?", item);
        }
        let held = if force { Held::ByReservationsAndIncoming } else { Held::ByAnything };
        gone = stock::remove_levels(&tx, &which, held, None).await?;
        refuse_held(&gone)?;
        let missing = delete.iter().find(|id| !gone.iter().any(|level| level.id == **id));
        if let Some(id) = missing {
            return Err(unknown(&InventoryLevelId(*id).to_string()));
        }
    }
    let (names, changes): (Vec<_>, Vec<_>) = update.into_iter().map(|Update(id, level)| (id, level)).unzip();
    let updated = stock::update_levels(&tx, &changes).await?;
    for name in names.into_iter().flatten() {
        if !parsed::<InventoryLevelId, _>(&name, || ()).is_ok_and(|id| updated.contains(&id)) {
            return Err(unknown(&name));
        }
    }
    let created = stock::create_levels(&tx, &create).await?;

    let levels = level::by_id(&tx, created.iter().chain(&updated).copied().collect()).await?;
    tx.commit().await?;
    let shown = |ids: Vec<Uuid>| -> Result<Vec<Value>, ApiError> {
        ids.iter().filter_map(|id| levels.get(id)).map(|level| written(level, selection)).collect()
    };
    let deleted: Vec<InventoryLevelId> = gone.iter().map(|level| InventoryLevelId(level.id)).collect();
    Ok(Json(json!({ "created": shown(created)?, "updated": shown(updated)?, "deleted": deleted })))
}
