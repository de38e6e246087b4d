//! How much of an item lies at a place.

use std::{collections::HashMap, str::FromStr};

use db::Tx;
use entity::{
    Timestamp,
    ids::{InventoryItemId, InventoryLevelId, StockLocationId},
};
use resource::{Param, Row, Table, row};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::{
    ApiError,
    fields::{Column, Plan, Selection, View},
};

row! {
    /// A level.
    pub(crate) struct Level from "l" {
        id: InventoryLevelId,
        inventory_item_id: InventoryItemId,
        location_id: StockLocationId,
        stocked_quantity: i64,
        reserved_quantity: i64,
        incoming_quantity: i64,
        /// Of what may wait for goods more is kept than there is: then nothing is available.
        available_quantity: i64 = "greatest(l.stocked_quantity - l.reserved_quantity, 0)",
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Level {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Level {
    type Id = InventoryLevelId;

    const ONE: &'static str = "inventory_level";
    const MANY: &'static str = "inventory_levels";
    const NAME: &'static str = "Inventory level";
    const SORTABLE: &'static [&'static str] = &[
        "id",
        "location_id",
        "stocked_quantity",
        "reserved_quantity",
        "incoming_quantity",
        "created_at",
        "updated_at",
    ];
    const WORDS: &'static [&'static str] = &[];
    // A level that goes is gone: the ledger tells of it.
    const FROM: &'static str = "(select l.*, null::timestamptz as deleted_at from public.inventory_levels l) l";
    const ALIAS: &'static str = "l";
    const FILTERS: &'static [Param] = &[Param::ids::<StockLocationId>("location_id", "Ids of stock locations.")];
}

/// As it is answered.
pub(super) fn example() -> Json {
    json!({
        "id": "ilev_01jd6nwvvgfa5sr38y5wx4pq3d", "inventory_item_id": "iitem_01jd6nwvvgfa5sr38y5wx4pq3d",
        "location_id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3d", "stocked_quantity": 100, "reserved_quantity": 3,
        "incoming_quantity": 0, "available_quantity": 97, "metadata": null, "created_at": "2026-11-21T10:00:00.000Z",
        "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
    })
}

/// The levels with these keys.
pub(super) async fn by_id(tx: &Tx, ids: Vec<Uuid>) -> db::Result<HashMap<Uuid, Level>> {
    let sql = format!("select {} from {} where l.organization_id = $1 and l.id = any($2)", Level::SELECT, Level::FROM);
    let found: Vec<Level> = db::fetch_all(tx, &sql, [tx.organization()?.into(), ids.into()]).await?;
    Ok(found.into_iter().map(|level| (level.id.0, level)).collect())
}

/// As a value, to be put into an answer.
pub(super) fn written<T: View>(found: &T, selection: &Selection) -> Result<Json, ApiError> {
    let mut text = Vec::new();
    Plan::<T>::new(selection).write(found, &mut text);
    serde_json::from_slice(&text).map_err(ApiError::internal)
}

/// An id of a kind that a body names, or what is answered when it is none.
pub(in crate::admin) fn parsed<T: FromStr + Into<Uuid>, E>(text: &str, wrong: impl FnOnce() -> E) -> Result<Uuid, E> {
    text.parse::<T>().map(Into::into).map_err(|_| wrong())
}
