//! `/admin/inventory-items/{id}/location-levels`

use auth::{May, Staff, needs};
use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::{InventoryItemId, InventoryLevelId, StockLocationId};
use resource::{
    Filter,
    admin::{Action, Listing, answer, begin, key, missing, respond_page, select},
    lock, one,
};
use serde_json::{Value, json};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, ListParams, SelectParams, SelectQuery,
    body::{Body, Within},
    query::Query,
};

use super::{
    changes::NewLevel,
    item::Item,
    level::{self, Level, parsed, written},
};
use crate::stock::{self, AtPlace, Held, MOST, Removed, Stocked, not_stocked};

/// Both ids of the path of a level.
pub(super) type Ids = Result<Path<(String, String)>, PathRejection>;

/// Keep an item at a place.
pub(super) struct NewAt;

impl Action for NewAt {
    type On = Item;
    type Input = NewLevel;

    const PATH: &'static str = "/location-levels";
    const NAME: &'static str = "create_inventory_level";

    async fn act(tx: &Tx, _: &Staff, id: Uuid, new: NewLevel) -> Result<bool, ApiError> {
        if !lock::<Item>(tx, id).await? {
            return Ok(false);
        }
        stock::create_levels(tx, &[new.of(id)?]).await?;
        Ok(true)
    }
}

/// List where an item lies, and how much of it.
#[utoipa::path(
    get,
    path = "/admin/inventory-items/{id}/location-levels",
    tag = "Admin: inventory items",
    operation_id = "admin_list_inventory_levels",
    params(
        ("id" = String, Path, description = "The inventory item's id.", example = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("location_id" = Option<String>, Query, description = "Ids of stock locations.", example = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ListParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("inventory:read"))),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({"inventory_levels": [level::example()], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::InventoryRead>,
    path: Result<Path<String>, PathRejection>,
    Query(listing): Query<Listing<Level>>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let item = key::<Item>(&id)?;
    let tx = begin::<Item>(&app, &staff).await?;
    one::<Item>(&tx, item, &select::<Item>(Some("id"))?).await?.ok_or_else(|| missing::<Item>(&id))?;
    let answer = respond_page(&tx, listing.only("l.inventory_item_id = ?", item)).await?;
    tx.commit().await?;
    Ok(answer)
}

web::body! {
    /// What changes of a level.
    pub(super) struct Changes {
        /// How much lies there from now on.
        pub(super) stocked_quantity: Within<0, MOST> = 120,
        /// How much is on its way from now on.
        pub(super) incoming_quantity: Within<0, MOST> = 20,
    }
}

/// Say how much of an item lies at a place, or is on its way there. What is kept for somebody, reservations say.
#[utoipa::path(
    post,
    path = "/admin/inventory-items/{id}/location-levels/{location_id}",
    tag = "Admin: inventory items",
    operation_id = "admin_update_inventory_level",
    params(
        ("id" = String, Path, description = "The inventory item's id.", example = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("location_id" = String, Path, description = "The stock location's id.", example = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(Changes), description = "What changes.", example = json!({"stocked_quantity": 120})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("inventory:write"))),
    responses(
        (status = 200, description = "The item.", body = serde_json::Value, example = json!({"inventory_item": super::example()})),
        AdminErrors,
    )
)]
pub(super) async fn update(
    State(app): State<App>,
    staff: May<needs::InventoryWrite>,
    path: Ids,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Changes { stocked_quantity: Within(stocked), incoming_quantity: Within(incoming) }): Body<Changes>,
) -> Result<Response, ApiError> {
    let Path((of, location)) = path?;
    let selection = select::<Item>(fields.as_deref())?;
    let at = place(&of, &location)?;
    let tx = begin::<Item>(&app, &staff).await?;
    stock::update_levels(&tx, &[Stocked { at, stocked, incoming }]).await?;
    let answer = answer::<Item>(&tx, at.item, &of, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Keep an item at a place no more, where nothing of it lies.
#[utoipa::path(
    delete,
    path = "/admin/inventory-items/{id}/location-levels/{location_id}",
    tag = "Admin: inventory items",
    operation_id = "admin_delete_inventory_level",
    params(
        ("id" = String, Path, description = "The inventory item's id.", example = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("location_id" = String, Path, description = "The stock location's id.", example = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("inventory:write"))),
    responses(
        (status = 200, description = "It is gone.", body = serde_json::Value, example = json!({"id": "ilev_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "inventory-level", "deleted": true, "parent": super::example()})),
        AdminErrors,
    )
)]
pub(super) async fn remove(
    State(app): State<App>,
    staff: May<needs::InventoryWrite>,
    path: Ids,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Json<Value>, ApiError> {
    let Path((of, location)) = path?;
    let selection = select::<Item>(fields.as_deref())?;
    let at = place(&of, &location)?;
    let tx = begin::<Item>(&app, &staff).await?;
    let mut there = Filter::default();
    there.and("l.inventory_item_id = ?", at.item);
    there.and("l.location_id = ?", at.location);
    let gone = stock::remove_levels(&tx, &there, Held::ByAnything, None).await?;
    refuse_held(&gone)?;
    let [Removed { id, .. }] = gone.as_slice() else {
        return Err(not_stocked(&of, &location));
    };
    let parent = one::<Item>(&tx, at.item, &selection).await?.ok_or_else(|| missing::<Item>(&of))?;
    tx.commit().await?;
    let (id, parent) = (InventoryLevelId(*id), written(&parent, &selection)?);
    Ok(Json(json!({ "id": id, "object": "inventory-level", "deleted": true, "parent": parent })))
}

/// The place that a path names.
pub(super) fn place(item: &str, location: &str) -> Result<AtPlace, ApiError> {
    let nowhere = || not_stocked(item, location);
    let at = parsed::<StockLocationId, _>(location, nowhere)?;
    Ok(AtPlace { item: parsed::<InventoryItemId, _>(item, nowhere)?, location: at })
}

/// 400 in Medusa's words, when some of the levels that were to go are held.
pub(super) fn refuse_held(levels: &[Removed]) -> Result<(), ApiError> {
    let held: Vec<&Removed> = levels.iter().filter(|level| !level.is_gone).collect();
    if held.is_empty() {
        return Ok(());
    }
    let kept: Vec<&Removed> = held.iter().copied().filter(|level| level.is_kept).collect();
    let (of, why) = if kept.is_empty() {
        (held, "stocked items at the locations. Use force flag to delete anyway.")
    } else {
        (kept, "reserved or incoming items at the locations")
    };
    let mut at: Vec<String> = of.iter().map(|level| StockLocationId(level.location_id).to_string()).collect();
    at.sort();
    at.dedup();
    Err(ApiError::not_allowed(format!("Cannot remove Inventory Levels for {} because there are {why}", at.join(", "))))
}
