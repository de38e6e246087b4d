//! How an inventory item is made, changed and deleted.

use auth::Staff;
use db::{OnConstraint, Tx};
use entity::ids::{InventoryItemId, StockLocationId};
use resource::{
    Filter, Set,
    admin::{Create, Delete, Update, duplicate},
    fresh_metadata,
    links::{self, Link},
    lock, retire,
};
use sea_orm::Value;
use serde_json::{Map, Value as Json};
use utoipa::openapi::schema::Schema;
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{Change, Field, Fields, Required, Within},
};

use super::{item::Item, level::parsed, numbers::Measure};
use crate::admin::products::fields::{AtMost, Word};
use crate::stock::{AtPlace, Held, MOST, Stocked, create_levels, remove_levels, unknown_location};

body! {
    /// What is said of a new item.
    pub struct New {
        /// How the shop calls it.
        pub(super) sku: Option<Word> = "MUG-B",
        /// How people call it.
        pub(super) title: Option<String> = "Harbour mug, blue",
        /// Words about it.
        pub(super) description: Option<String> = "Stoneware.",
        /// A picture's address.
        pub(super) thumbnail: Option<String> = "https://img.example/mug.jpg",
        /// Whether it is shipped. It is, when nothing is said.
        pub(super) requires_shipping: Option<bool> = true,
        /// The code of the country where it was made.
        pub(super) origin_country: Option<String> = "de",
        /// For customs.
        pub(super) hs_code: Option<String> = "691200",
        /// Who made it, for customs.
        pub(super) mid_code: Option<String> = "DEHARGOO4711KIE",
        /// What it is made of.
        pub(super) material: Option<String> = "stoneware",
        /// In what it is counted.
        pub(super) unit_of_measure: Option<String> = "piece",
        /// Its weight.
        pub(super) weight: Measure = 350,
        /// Its length.
        pub(super) length: Measure = 12.5,
        /// Its height.
        pub(super) height: Measure = 9,
        /// Its width.
        pub(super) width: Measure = 8,
        /// From what number left, at one location, the event `inventory.low_stock` is told; without it the shop's.
        pub(super) low_stock_threshold: Within<0, MOST> = 10,
        /// How much of it lies where.
        pub(super) location_levels: Option<Vec<NewLevel>> = [{"location_id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3d", "stocked_quantity": 100}],
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"shelf": "4"},
    }
}

body! {
    /// What is said of a new level.
    pub struct NewLevel {
        /// Where.
        pub(super) location_id: Required = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// How much lies there.
        pub(super) stocked_quantity: Within<0, MOST> = 100,
        /// How much is on its way.
        pub(super) incoming_quantity: Within<0, MOST> = 0,
    }
}

impl NewLevel {
    /// The level of an item.
    pub(super) fn of(self, item: Uuid) -> Result<Stocked, ApiError> {
        let Self {
            location_id: Required(text),
            stocked_quantity: Within(stocked),
            incoming_quantity: Within(incoming),
        } = self;
        let location = parsed::<StockLocationId, _>(&text, || unknown_location(&text))?;
        Ok(Stocked { at: AtPlace { item, location }, stocked, incoming })
    }
}

body! {
    /// What changes of an item.
    pub struct Changes {
        /// How the shop calls it.
        pub(super) sku: Change<Word> = "MUG-B",
        /// How people call it.
        pub(super) title: Change<String> = "Harbour mug, blue",
        /// Words about it.
        pub(super) description: Change<String> = "Stoneware.",
        /// A picture's address.
        pub(super) thumbnail: Change<String> = "https://img.example/mug.jpg",
        /// Whether it is shipped.
        pub(super) requires_shipping: Option<bool> = true,
        /// The code of the country where it was made.
        pub(super) origin_country: Change<String> = "de",
        /// For customs.
        pub(super) hs_code: Change<String> = "691200",
        /// Who made it, for customs.
        pub(super) mid_code: Change<String> = "DEHARGOO4711KIE",
        /// What it is made of.
        pub(super) material: Change<String> = "stoneware",
        /// In what it is counted.
        pub(super) unit_of_measure: Change<String> = "piece",
        /// Its weight.
        pub(super) weight: Measure = 350,
        /// Its length.
        pub(super) length: Measure = 12.5,
        /// Its height.
        pub(super) height: Measure = 9,
        /// Its width.
        pub(super) width: Measure = 8,
        /// From what number left, at one location, the event `inventory.low_stock` is told.
        pub(super) low_stock_threshold: Threshold = 10,
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"shelf": "4"},
    }
}

/// A number, or `null` for the shop's.
#[derive(Debug)]
pub(super) struct Threshold(Change<i64>);

impl Field for Threshold {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let was_said = fields.has(name);
        Self(match fields.integer(name, 0, MOST) {
            Some(number) => Change::Set(number),
            // What is wrong is noted already, and nothing becomes of it.
            None if was_said => Change::Clear,
            None => Change::Keep,
        })
    }

    fn schema() -> Schema {
        Within::<0, MOST>::schema()
    }
}

const SKU: &str = "inventory_items_sku";

fn taken(sku: Option<&str>) -> ApiError {
    duplicate(format!("Inventory item with sku: {}, already exists.", sku.unwrap_or_default()))
}

impl Create for Item {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let id = InventoryItemId::new().0;
        let Within(threshold) = new.low_stock_threshold;
        let sku = new.sku.map(|AtMost(sku)| sku);
        let sql = "insert into public.inventory_items (organization_id, id, sku, title, description, thumbnail, requires_shipping,
              origin_country, hs_code, mid_code, material, unit_of_measure, weight, length, height, width, low_stock_threshold,
              metadata, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
              private.merge_metadata(null, $18, '{}'), $19, $19)";
        let values: [Value; 19] = [
            tx.organization()?.into(),
            id.into(),
            sku.clone().into(),
            new.title.into(),
            new.description.into(),
            new.thumbnail.into(),
            new.requires_shipping.unwrap_or(true).into(),
            new.origin_country.into(),
            new.hs_code.into(),
            new.mid_code.into(),
            new.material.into(),
            new.unit_of_measure.into(),
            new.weight.0.given().into(),
            new.length.0.given().into(),
            new.height.0.given().into(),
            new.width.0.given().into(),
            threshold.into(),
            fresh_metadata(new.metadata).into(),
            tx.now().into(),
        ];
        db::exec(tx, sql, values).await.on_constraint(SKU, |_| taken(sku.as_deref()))?;
        let levels = new.location_levels.unwrap_or_default().into_iter().map(|level| level.of(id));
        create_levels(tx, &levels.collect::<Result<Vec<_>, _>>()?).await?;
        Ok(id)
    }
}

impl Update for Item {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let written = changes.sku.map(|AtMost(sku)| sku);
        let sku = written.clone().given();
        let mut set = Set::new(tx, id)?;
        for (column, change) in [
            ("sku", written),
            ("title", changes.title),
            ("description", changes.description),
            ("thumbnail", changes.thumbnail),
            ("origin_country", changes.origin_country),
            ("hs_code", changes.hs_code),
            ("mid_code", changes.mid_code),
            ("material", changes.material),
            ("unit_of_measure", changes.unit_of_measure),
        ] {
            set.change(column, change);
        }
        for (column, Measure(change)) in [
            ("weight", changes.weight),
            ("length", changes.length),
            ("height", changes.height),
            ("width", changes.width),
        ] {
            set.change(column, change);
        }
        set.given("requires_shipping", changes.requires_shipping);
        set.change("low_stock_threshold", changes.low_stock_threshold.0);
        set.metadata("metadata", changes.metadata);
        set.run(tx, "public.inventory_items").await.on_constraint(SKU, |_| taken(sku.as_deref()))
    }
}

/// The variants that are made of an item.
const OF_VARIANTS: Link =
    Link { table: "public.product_variant_inventory_items", one: "inventory_item_id", other: "variant_id" };

impl Delete for Item {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        // Locked, it gets no new level, and without a level nobody reserves it.
        if !lock::<Self>(tx, id).await? {
            return Ok(false);
        }
        let mut of_item = Filter::default();
        of_item.and("l.inventory_item_id = ?", id);
        let levels = remove_levels(tx, &of_item, Held::ByReservations, Some("The item was deleted")).await?;
        if levels.iter().any(|level| !level.is_gone) {
            let id = InventoryItemId(id);
            return Err(ApiError::invalid_data(format!(
                "Cannot remove following inventory item(s) since they have reservations: [{id}]."
            )));
        }
        links::clear(tx, OF_VARIANTS, id).await?;
        Ok(retire(tx, "public.inventory_items", id).await?)
    }
}
