//! What is in stock as lines, with the columns that Medusa gives them: a line for each variant of an item, and three columns for
//! each place.

use csv::Writer;
use db::Tx;
use entity::ids::{InventoryItemId, VariantId};
use jobs::JobError;
use resource::{Filter, Param, Table};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::Value as Json;
use uuid::Uuid;
use web::query::{Params, split_words};

use super::export::{Pages, Written};
use crate::{
    admin::{ExportedItem, KEPT_AT, places},
    import::shopify::guarded,
};

/// Items at a time.
const PAGE: i64 = 500;

const COLUMNS: [&str; 25] = [
    "Item Id",
    "Item Sku",
    "Item Title",
    "Item Description",
    "Item Thumbnail",
    "Item Origin Country",
    "Item Hs Code",
    "Item Requires Shipping",
    "Item Mid Code",
    "Item Material",
    "Item Weight",
    "Item Length",
    "Item Height",
    "Item Width",
    "Item Reserved Quantity",
    "Item Stocked Quantity",
    "Item Created At",
    "Item Updated At",
    "Item Low Stock Threshold",
    "Item Unit Of Measure",
    "Variant Id",
    "Variant Title",
    "Variant Barcode",
    "Variant Ean",
    "Variant Upc",
];
/// Where the cells of a variant begin.
const VARIANT: usize = 20;

/// Reads which items are wanted, as their list does.
pub(crate) fn read_inventory_filter(query: &mut Params) -> Filter {
    let mut filter = Filter::default();
    let more = [
        Param::ids::<<ExportedItem as Table>::Id>("id", "Ids."),
        Param::time("created_at", "When it was made."),
        Param::time("updated_at", "When it was last changed."),
    ];
    let all: Vec<Param> = more.into_iter().chain(ExportedItem::FILTERS.iter().copied()).collect();
    resource::read(query, &all, ExportedItem::ALIAS, &mut filter);
    if let Some(at) = query.take("location_levels").and_then(|said| places(query, said)) {
        filter.and(KEPT_AT, at);
    }
    let words = query.text("q").map(|q| split_words(&q)).unwrap_or_default();
    ExportedItem::search(&mut filter, &words);
    filter
}

/// All items that are wanted, by their keys.
pub(super) struct Inventory {
    places: Vec<Place>,
    filter: Filter,
    after: Uuid,
    count: i64,
    csv: Writer<Vec<u8>>,
}

#[derive(Debug, FromQueryResult)]
struct Place {
    id: Uuid,
    name: String,
}

#[derive(Debug, FromQueryResult)]
struct Item {
    id: Uuid,
    /// What stands in its own columns behind the id.
    cells: Json,
    variants: Json,
    levels: Json,
}

#[derive(Debug, Deserialize)]
struct Variant {
    id: Uuid,
    title: String,
    barcode: Option<String>,
    ean: Option<String>,
    upc: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Level {
    at: Uuid,
    stocked: i64,
    reserved: i64,
}

impl Inventory {
    /// Looks for the shop's places, and writes the header.
    pub(super) async fn open(tx: &Tx, filter: Filter) -> Result<Self, JobError> {
        let sql = "select s.id, s.name from public.stock_locations s
            where s.organization_id = $1 and s.deleted_at is null order by s.name, s.id";
        let places: Vec<Place> = db::fetch_all(tx, sql, [tx.organization()?.into()]).await?;
        let mut csv = Writer::from_writer(Vec::new());
        let of_places = places.iter().flat_map(|place| {
            ["Stocked Quantity", "Reserved Quantity", "Available Quantity"]
                .map(|what| format!("Location [{}] {what}", place.name))
        });
        csv.write_record(COLUMNS.into_iter().map(str::to_owned).chain(of_places))?;
        Ok(Self { places, filter, after: Uuid::nil(), count: 0, csv })
    }

    fn add(&mut self, item: &Item) -> Result<(), JobError> {
        let own: Vec<Option<String>> = Vec::deserialize(&item.cells)?;
        let levels: Vec<Level> = Vec::deserialize(&item.levels)?;
        let mut cells = vec![String::new(); COLUMNS.len() + 3 * self.places.len()];
        cells[0] = InventoryItemId(item.id).to_string();
        for (cell, said) in cells[1..VARIANT].iter_mut().zip(own) {
            *cell = guarded(&said.unwrap_or_default()).into_owned();
        }
        for (at, place) in self.places.iter().enumerate() {
            let Some(level) = levels.iter().find(|level| level.at == place.id) else { continue };
            let numbers = [level.stocked, level.reserved, level.stocked - level.reserved];
            for (cell, number) in cells[COLUMNS.len() + 3 * at..].iter_mut().zip(numbers) {
                *cell = number.to_string();
            }
        }
        let variants: Vec<Variant> = Vec::deserialize(&item.variants)?;
        if variants.is_empty() {
            self.csv.write_record(&cells)?;
        }
        for Variant { id, title, barcode, ean, upc } in variants {
            cells[VARIANT] = VariantId(id).to_string();
            for (cell, said) in cells[VARIANT + 1..COLUMNS.len()].iter_mut().zip([Some(title), barcode, ean, upc]) {
                *cell = guarded(&said.unwrap_or_default()).into_owned();
            }
            self.csv.write_record(&cells)?;
        }
        Ok(())
    }
}

impl Pages for Inventory {
    const NAME: &'static str = "inventory-items";

    async fn next(&mut self, tx: &Tx) -> Result<Written, JobError> {
        let mut values = vec![tx.organization()?.into(), self.after.into()];
        let conditions = self.filter.sql(&mut values);
        let sql = format!("{SELECT} and {conditions} order by i.id limit {PAGE}");
        let found: Vec<Item> = db::fetch_all(tx, &sql, values).await?;
        for item in &found {
            self.add(item)?;
        }
        self.count += i64::try_from(found.len()).unwrap_or(i64::MAX);
        self.after = found.last().map_or(self.after, |last| last.id);
        self.csv.flush()?;
        let written = std::mem::replace(&mut self.csv, Writer::from_writer(Vec::new()));
        let bytes = written.into_inner().map_err(csv::IntoInnerError::into_error)?;
        let is_last = i64::try_from(found.len()).unwrap_or(i64::MAX) < PAGE;
        Ok(Written { bytes, count: self.count, left_out: Vec::new(), is_last })
    }
}

const SELECT: &str = "
  select i.id,
    jsonb_build_array(i.sku, i.title, i.description, i.thumbnail, i.origin_country, i.hs_code, i.requires_shipping::text, i.mid_code,
      i.material, i.weight::text, i.length::text, i.height::text, i.width::text, s.reserved::text, s.stocked::text,
      to_char(i.created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'),
      to_char(i.updated_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'),
      i.low_stock_threshold::text, i.unit_of_measure) as cells,
    coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'title', v.title, 'barcode', v.barcode, 'ean', v.ean, 'upc', v.upc)
        order by v.product_id, v.variant_rank, v.id)
      from public.product_variant_inventory_items k
      join public.product_variants v on v.organization_id = k.organization_id and v.id = k.variant_id and v.deleted_at is null
      where k.organization_id = i.organization_id and k.inventory_item_id = i.id), '[]') as variants,
    s.levels
  from public.inventory_items i
  cross join lateral (
    select coalesce(sum(l.reserved_quantity), 0) as reserved, coalesce(sum(l.stocked_quantity), 0) as stocked,
      coalesce(jsonb_agg(jsonb_build_object('at', l.location_id, 'stocked', l.stocked_quantity, 'reserved', l.reserved_quantity)), '[]') as levels
    from public.inventory_levels l where l.organization_id = i.organization_id and l.inventory_item_id = i.id
  ) s
  where i.organization_id = $1 and i.deleted_at is null and i.id > $2";
