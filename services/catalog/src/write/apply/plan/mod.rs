//! What has to be written so that products become what was said: made from what is stored, without the database.

mod options;
mod prices;
mod product;
mod variants;
mod write;

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use uuid::Uuid;

use super::{
    known::Known,
    tables::{ImageRow, OptionRow, PriceRow, PriceSetRow, ProductRow, RuleRow, ValueRow, VariantRow},
};
use crate::write::{
    row::{Changes, Links},
    tables as links,
    tables::OptionPlace,
};

/// What the plan is made from, besides what is stored of the product itself.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) known: Known,
    /// Options that are named and belong to other products, with their values.
    pub(super) shared: HashMap<Uuid, (OptionRow, Vec<ValueRow>)>,
}

/// Something that only one living row of the shop has.
#[derive(Debug)]
pub(super) struct Unique {
    /// `handle`, `sku`, `barcode`, `ean` or `upc`.
    pub(super) field: &'static str,
    pub(super) value: String,
}

/// All changes of all tables.
#[derive(Debug)]
pub(super) struct Plan {
    products: Changes<ProductRow>,
    options: Changes<OptionRow>,
    values: Changes<ValueRow>,
    price_sets: Changes<PriceSetRow>,
    variants: Changes<VariantRow>,
    prices: Changes<PriceRow>,
    images: Changes<ImageRow>,
    /// Prices whose rules are written anew.
    ruled: Vec<Uuid>,
    rules: Vec<RuleRow>,
    places: Vec<OptionPlace>,
    unlinked: Links,
    tags: Links,
    categories: Links,
    channels: Links,
    variant_values: Links,
    /// Variants whose SKU or number changes: two may swap theirs, so all are let go before any is given.
    released: Vec<Uuid>,
    /// Products whose handle changes: the same.
    renamed: Vec<Uuid>,
    /// What is marked as deleted, by table.
    pub(super) gone: Gone,
    /// Variants that need something that is counted.
    stocked: Vec<Uuid>,
    items: Vec<ItemLink>,
    pub(super) unique: Vec<Unique>,
    /// The variants that were named, or go: what they had is free.
    pub(super) touched: Vec<Uuid>,
    /// What is told, in this order: `variants` of a product behind it.
    pub(super) told: Vec<Told>,
}

/// What is marked as deleted.
#[derive(Debug, Default)]
pub(super) struct Gone {
    pub(super) products: Vec<Uuid>,
    pub(super) variants: Vec<Uuid>,
    pub(super) images: Vec<Uuid>,
    pub(super) options: Vec<Uuid>,
    pub(super) values: Vec<Uuid>,
    pub(super) prices: Vec<Uuid>,
    pub(super) price_sets: Vec<Uuid>,
}

/// A variant that was made, changed or deleted.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) name: events::EventName,
    pub(super) id: Uuid,
    pub(super) before: Option<serde_json::Value>,
    pub(super) after: Option<serde_json::Value>,
}

/// What a variant takes off the stock.
#[derive(Debug, Serialize)]
struct ItemLink {
    variant_id: Uuid,
    inventory_item_id: Uuid,
    required_quantity: i64,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            products: Changes::default(),
            options: Changes::default(),
            values: Changes::default(),
            price_sets: Changes::default(),
            variants: Changes::default(),
            prices: Changes::default(),
            images: Changes::default(),
            ruled: Vec::new(),
            rules: Vec::new(),
            places: Vec::new(),
            unlinked: Links::of(links::PRODUCT_OPTIONS),
            tags: Links::of(links::PRODUCT_TAGS),
            categories: Links::of(links::PRODUCT_CATEGORIES),
            channels: Links::of(links::PRODUCT_CHANNELS),
            variant_values: Links::of(links::VARIANT_VALUES),
            released: Vec::new(),
            renamed: Vec::new(),
            gone: Gone::default(),
            stocked: Vec::new(),
            items: Vec::new(),
            unique: Vec::new(),
            touched: Vec::new(),
            told: Vec::new(),
        }
    }
}

impl Plan {
    /// How many changes there are; a product that adds none is as it should be.
    fn len(&self) -> usize {
        let Gone { products, variants, images, options, values, prices, price_sets } = &self.gone;
        let gone = [products, variants, images, options, values, prices, price_sets].map(Vec::len);
        let links =
            [&self.unlinked, &self.tags, &self.categories, &self.channels, &self.variant_values].map(Links::len);
        self.products.len()
            + self.options.len()
            + self.values.len()
            + self.price_sets.len()
            + self.variants.len()
            + self.prices.len()
            + self.images.len()
            + self.ruled.len()
            + self.places.len()
            + self.stocked.len()
            + self.items.len()
            + gone.iter().chain(&links).sum::<usize>()
    }
}

/// An option as the product has it afterwards.
#[derive(Debug)]
struct Final {
    id: Uuid,
    title: String,
    values: BTreeMap<String, Uuid>,
}
