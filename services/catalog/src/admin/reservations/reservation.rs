//! What is kept for somebody.

use db::Tx;
use entity::{
    Timestamp,
    ids::{InventoryItemId, OrderLineItemId, ReservationItemId, StockLocationId, UserId},
};
use resource::{Param, Row, Table, names, row};
use serde_json::Value as Json;
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, one};

use crate::admin::inventory_items::{Item, by_id};

row! {
    /// A reservation.
    pub(super) struct Reservation from "r" {
        id: ReservationItemId,
        // Of an order it is the line's key, which is told as the line's id.
        line_item_id: Option<String> = "case when r.line_item_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
            then private.wire_id('ordli', r.line_item_id::uuid) else r.line_item_id end",
        location_id: StockLocationId,
        quantity: i64,
        external_id: Option<String>,
        description: Option<String>,
        inventory_item_id: InventoryItemId,
        metadata: Option<Json>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        inventory_item: Option<Item>,
    }
}

/// What names a line, as it is kept: of an order's line its key, as orders keep it.
pub(super) fn kept_as(text: &str) -> String {
    text.parse::<OrderLineItemId>().map_or_else(|_| text.to_owned(), |id| id.0.to_string())
}

impl View for Reservation {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] =
        &[("inventory_item", |s| one(s, |reservation: &Self| reservation.inventory_item.as_ref()))];
}

impl Table for Reservation {
    type Id = ReservationItemId;

    const ONE: &'static str = "reservation";
    const MANY: &'static str = "reservations";
    const NAME: &'static str = "Reservation";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*inventory_item"];
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &[
        "id",
        "quantity",
        "line_item_id",
        "location_id",
        "inventory_item_id",
        "description",
        "created_at",
        "updated_at",
    ];
    const WORDS: &'static [&'static str] = &["r.description", "r.line_item_id"];
    const FROM: &'static str = "public.reservation_items r";
    const ALIAS: &'static str = "r";
    const FILTERS: &'static [Param] = &[
        Param::ids::<StockLocationId>("location_id", "Ids of stock locations."),
        Param::ids::<InventoryItemId>("inventory_item_id", "Ids of inventory items."),
        Param::keys(
            "line_item_id",
            |texts| texts.iter().map(|text| kept_as(text)).collect::<Vec<_>>().into(),
            "Ids of lines of orders.",
        ),
        Param::ids::<UserId>("created_by", "Ids of people who made it."),
        Param::text("description", "Exact texts."),
        Param::number("quantity", "How much is kept."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("inventory_item", names::<Item>())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        if selection.has("inventory_item") {
            let ids: Vec<Uuid> = page.iter().map(|reservation| reservation.inventory_item_id.0).collect();
            let items = by_id(tx, ids).await?;
            for reservation in page {
                reservation.inventory_item = items.get(&reservation.inventory_item_id.0).cloned();
            }
        }
        Ok(())
    }
}
