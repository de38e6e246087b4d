//! Things that lie somewhere.

use std::collections::HashMap;

use db::Tx;
use entity::{Timestamp, ids::InventoryItemId};
use resource::{Param, Row, Table, names, of_owners, row};
use serde_json::Value as Json;
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, many};

use super::level::Level;

row! {
    /// A thing.
    pub(crate) struct Item from "i" {
        id: InventoryItemId,
        sku: Option<String>,
        title: Option<String>,
        description: Option<String>,
        thumbnail: Option<String>,
        origin_country: Option<String>,
        hs_code: Option<String>,
        requires_shipping: bool,
        mid_code: Option<String>,
        material: Option<String>,
        unit_of_measure: Option<String>,
        weight: Option<f64>,
        length: Option<f64>,
        height: Option<f64>,
        width: Option<f64>,
        low_stock_threshold: Option<i64>,
        metadata: Option<Json>,
        reserved_quantity: i64 = "(select coalesce(sum(l.reserved_quantity), 0)::bigint from public.inventory_levels l
            where l.organization_id = i.organization_id and l.inventory_item_id = i.id)",
        stocked_quantity: i64 = "(select coalesce(sum(l.stocked_quantity), 0)::bigint from public.inventory_levels l
            where l.organization_id = i.organization_id and l.inventory_item_id = i.id)",
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        location_levels: Vec<Level>,
    }
}

impl View for Item {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] =
        &[("location_levels", |s| many(s, |item: &Self| &item.location_levels))];
}

impl Table for Item {
    type Id = InventoryItemId;

    const ONE: &'static str = "inventory_item";
    const MANY: &'static str = "inventory_items";
    const NAME: &'static str = "Inventory item";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*location_levels"];
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &[
        "id",
        "sku",
        "title",
        "origin_country",
        "hs_code",
        "mid_code",
        "material",
        "requires_shipping",
        "weight",
        "length",
        "height",
        "width",
        "created_at",
        "updated_at",
    ];
    const WORDS: &'static [&'static str] = &["i.sku", "i.title", "i.description"];
    const FROM: &'static str = "public.inventory_items i";
    const ALIAS: &'static str = "i";
    const FILTERS: &'static [Param] = &[
        Param::text("sku", "Exact SKUs."),
        Param::text("origin_country", "Exact codes of countries."),
        Param::text("mid_code", "Exact codes."),
        Param::text("hs_code", "Exact codes."),
        Param::text("material", "Exact names."),
        Param::boolean("requires_shipping", "Whether it is shipped."),
        Param::number("weight", "Its weight."),
        Param::number("length", "Its length."),
        Param::number("height", "Its height."),
        Param::number("width", "Its width."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("location_levels", names::<Level>())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        if selection.has("location_levels") {
            let owners = page.iter().map(|item| item.id.0).collect();
            let mut levels = of_owners::<Level>(tx, "", "l.inventory_item_id", owners).await?;
            for item in page {
                item.location_levels = levels.remove(&item.id.0).unwrap_or_default();
            }
        }
        Ok(())
    }
}

/// The items with these keys, deleted or not, without what belongs to them.
pub(crate) async fn by_id(tx: &Tx, ids: Vec<Uuid>) -> db::Result<HashMap<Uuid, Item>> {
    let sql = format!("select {} from {} where i.organization_id = $1 and i.id = any($2)", Item::SELECT, Item::FROM);
    let found: Vec<Item> = db::fetch_all(tx, &sql, [tx.organization()?.into(), ids.into()]).await?;
    Ok(found.into_iter().map(|item| (item.id.0, item)).collect())
}
