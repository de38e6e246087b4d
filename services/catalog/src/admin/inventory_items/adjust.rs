//! `POST /admin/inventory-items/{id}/location-levels/{location_id}/adjust`

use auth::{May, needs};
use axum::{
    Json,
    extract::{Path, State},
};
use resource::admin::{begin, select};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery,
    body::{Body, Field, Fields},
    query::Query,
};

use super::{
    item::Item,
    level::{self, Level, written},
    levels::{Ids, place},
    numbers::Whole,
};
use crate::stock::{self, AtPlace, MOST, not_stocked};

/// So many fewer at most.
const LEAST: i64 = -MOST;

web::body! {
    /// What more there is, or less.
    pub(super) struct Adjustment {
        /// How many more; with a minus, how many fewer.
        pub(super) by: Whole<LEAST, MOST> = 2,
        /// Why: `adjust`, as when something broke or was found, or `return`.
        pub(super) reason: Reason = "adjust",
        /// Words for the ledger.
        pub(super) note: Option<String> = "Two were found behind the shelf",
    }
}

/// Why there is more or less.
#[derive(Debug)]
pub(super) struct Reason(&'static str);

const REASONS: [&str; 2] = ["adjust", "return"];

impl Field for Reason {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(
            fields
                .one_of(name, &REASONS)
                .and_then(|said| REASONS.into_iter().find(|known| *known == said))
                .unwrap_or("adjust"),
        )
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(REASONS)).into()
    }
}

/// Count more of an item at a place, or fewer, whatever is counted there meanwhile. There are never fewer than none.
#[utoipa::path(
    post,
    path = "/admin/inventory-items/{id}/location-levels/{location_id}/adjust",
    tag = "Admin: inventory items",
    operation_id = "admin_adjust_inventory_level",
    params(
        ("id" = String, Path, description = "The inventory item's id.", example = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("location_id" = String, Path, description = "The stock location's id.", example = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(Adjustment), description = "By how much, and why.", example = json!({"by": -2, "reason": "adjust", "note": "Two were broken"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("inventory:write"))),
    responses(
        (status = 200, description = "The level.", body = serde_json::Value, example = json!({"inventory_level": level::example()})),
        AdminErrors,
    )
)]
pub(super) async fn adjust(
    State(app): State<App>,
    staff: May<needs::InventoryWrite>,
    path: Ids,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Adjustment { by: Whole(by), reason: Reason(reason), note }): Body<Adjustment>,
) -> Result<Json<Value>, ApiError> {
    let Path((item, location)) = path?;
    let selection = select::<Level>(fields.as_deref())?;
    let at = place(&item, &location)?;
    let tx = begin::<Item>(&app, &staff).await?;
    stock::adjust(&tx, at, by, reason, note.as_deref()).await?;
    let level = level_at(&tx, at).await?.ok_or_else(|| not_stocked(&item, &location))?;
    tx.commit().await?;
    Ok(Json(json!({ "inventory_level": written(&level, &selection)? })))
}

async fn level_at(tx: &db::Tx, AtPlace { item, location }: AtPlace) -> db::Result<Option<Level>> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let sql = "select id from public.inventory_levels
        where organization_id = $1 and inventory_item_id = $2 and location_id = $3";
    let values = [tx.organization()?.into(), item.into(), location.into()];
    let Some(Id { id }) = db::fetch_optional(tx, sql, values).await? else {
        return Ok(None);
    };
    Ok(level::by_id(tx, vec![id]).await?.remove(&id))
}
