//! Variants: their row, their values, their prices and what they take off the stock.

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::{InventoryItemId, VariantId};
use events::EventName;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Context, Final, ItemLink, Plan, Told, Unique,
    product::{check_url, country, metadata, set},
};
use crate::write::{
    MAX_VARIANTS, VARIANT_CREATED, VARIANT_DELETED, VARIANT_UPDATED,
    apply::{
        known::id,
        refused::{Refused, path},
        said::{Parts, Texts, VariantSaid},
        stored::{Stored, StoredVariant},
        tables::{PriceSetRow, VariantRow},
    },
};

/// The values of the variants that the product has afterwards: no two are alike.
#[derive(Debug, Default)]
struct Combinations(BTreeMap<BTreeSet<Uuid>, Uuid>);

impl Combinations {
    fn add(&mut self, variant: &VariantRow, values: &BTreeSet<Uuid>) -> Result<(), Refused> {
        let is_taken = !values.is_empty() && self.0.insert(values.clone(), variant.id).is_some();
        if is_taken {
            return Err(Refused::Invalid(format!("Variant ({}) with provided options already exists.", variant.title)));
        }
        Ok(())
    }
}

impl Plan {
    /// Adds what becomes of a product's variants.
    pub(super) fn variants(
        &mut self,
        context: &Context,
        product: Uuid,
        at: &str,
        said: Parts<VariantSaid>,
        stored: Option<&Stored>,
        finals: &[Final],
    ) -> Result<(), Refused> {
        let options = stored.map(|stored| stored.options.as_slice()).unwrap_or_default();
        let stored = stored.map(|stored| stored.variants.as_slice()).unwrap_or_default();
        let (put, removed, is_all) = match said {
            Parts::Keep => (Vec::new(), Vec::new(), false),
            Parts::Exactly(put) => (put, Vec::new(), true),
            Parts::Some { put, remove } => (put, remove, false),
        };
        if let Some(id) = removed.iter().find(|id| !stored.iter().any(|variant| variant.row.id == **id)) {
            return Err(Refused::Missing { what: "Product variant", id: VariantId(*id).to_string() });
        }
        let next = stored.iter().map(|variant| variant.row.variant_rank.saturating_add(1)).max().unwrap_or(0);
        let mut named: BTreeSet<Uuid> = BTreeSet::new();
        let mut combinations = Combinations::default();
        let mut new = Vec::new();
        for (n, said) in (0..).zip(put) {
            let found = match &said.id {
                None => None,
                Some(text) => {
                    let found = stored.iter().find(|stored| Some(stored.row.id) == id::<VariantId>(text));
                    Some(found.ok_or_else(|| Refused::Missing { what: "Product variant", id: text.clone() })?)
                }
            };
            let is_twice = found.is_some_and(|found| !named.insert(found.row.id) || removed.contains(&found.row.id));
            if is_twice {
                return Err(Refused::field(&said.at, "id", "stands twice"));
            }
            let rank = if is_all { n } else { next.saturating_add(n) };
            new.push(self.variant(context, product, said, found, rank, finals)?);
        }
        let is_gone =
            |variant: &StoredVariant| removed.contains(&variant.row.id) || (is_all && !named.contains(&variant.row.id));
        let known: BTreeSet<Uuid> = finals.iter().flat_map(|option| option.values.values().copied()).collect();
        let lost: BTreeMap<Uuid, &str> = options
            .iter()
            .flat_map(|option| &option.values)
            .filter(|value| !known.contains(&value.id))
            .map(|value| (value.id, value.value.as_str()))
            .collect();
        let mut count = new.len();
        for variant in stored.iter().filter(|variant| !named.contains(&variant.row.id)) {
            if is_gone(variant) {
                self.remove_variant(variant, VARIANT_DELETED);
                continue;
            }
            count += 1;
            new.push((variant.row.clone(), variant.values.clone()));
        }
        for (row, values) in &new {
            if let Some(value) = values.iter().find_map(|value| lost.get(value)) {
                let words =
                    format!("would lose '{value}', which variant '{}' has: change the variant first", row.title);
                return Err(Refused::field(at, "options", words));
            }
            combinations.add(row, values)?;
        }
        if count > MAX_VARIANTS {
            return Err(Refused::field(at, "variants", format_args!("too big, expected at most: '{MAX_VARIANTS}'")));
        }
        Ok(())
    }

    /// A variant goes, with its prices.
    pub(super) fn remove_variant(&mut self, variant: &StoredVariant, name: EventName) {
        let row = &variant.row;
        self.told.push(Told { name, id: row.id, before: Some(summary(row)), after: None });
        self.gone.variants.push(row.id);
        self.touched.push(row.id);
        self.gone.price_sets.extend(row.price_set_id);
        self.gone.prices.extend(variant.prices.iter().map(|price| price.row.id));
    }

    fn variant(
        &mut self,
        context: &Context,
        product: Uuid,
        mut said: VariantSaid,
        found: Option<&StoredVariant>,
        rank: i32,
        finals: &[Final],
    ) -> Result<(VariantRow, BTreeSet<Uuid>), Refused> {
        let size = self.len();
        let at = std::mem::take(&mut said.at);
        let old = found.map(|found| &found.row);
        let mut row = variant_row(product, &said, old, rank, &at)?;
        let values = match (&said.options, found) {
            (None, Some(found)) => found.values.clone(),
            (given, _) => values_of(given.as_ref().unwrap_or(&BTreeMap::new()), finals, &at)?,
        };
        let stored = found.map(|found| found.values.clone()).unwrap_or_default();
        self.variant_values.set(row.id, &values, &stored);

        let set = *row.price_set_id.get_or_insert_with(Uuid::now_v7);
        if old.and_then(|old| old.price_set_id).is_none() {
            self.price_sets.insert.push(PriceSetRow { id: set });
        }
        if let Some(prices) = said.prices.take() {
            let stored = found.map(|found| found.prices.as_slice()).unwrap_or_default();
            self.prices(context, set, prices, stored, &at)?;
        }
        let has_items = said.inventory_items.as_ref().is_some_and(|items| !items.is_empty());
        let mut linked = BTreeSet::new();
        for (n, (item, required_quantity)) in said.inventory_items.take().into_iter().flatten().enumerate() {
            let Some(inventory_item_id) = id::<InventoryItemId>(&item) else {
                let field = format!("inventory_items, {n}, inventory_item_id");
                return Err(Refused::field(&at, &field, format_args!("is no inventory item of the shop: {item}")));
            };
            if !linked.insert(inventory_item_id) {
                let field = format!("inventory_items, {n}, inventory_item_id");
                return Err(Refused::field(&at, &field, "stands twice"));
            }
            self.items.push(ItemLink { variant_id: row.id, inventory_item_id, required_quantity });
        }
        let was_counted = old.is_some_and(|old| old.manage_inventory);
        if row.manage_inventory && !was_counted && !has_items {
            self.stocked.push(row.id);
        }
        self.identify(&row, old);
        self.touched.push(row.id);
        self.variants.put(row.clone(), old);
        if self.len() != size {
            let name = if old.is_some() { VARIANT_UPDATED } else { VARIANT_CREATED };
            self.told.push(Told { name, id: row.id, before: old.map(summary), after: Some(summary(&row)) });
        }
        Ok((row, values))
    }

    /// Notes what only this variant may have, and lets go what it has no more.
    fn identify(&mut self, row: &VariantRow, old: Option<&VariantRow>) {
        let of = |row: &VariantRow| [row.sku.clone(), row.barcode.clone(), row.ean.clone(), row.upc.clone()];
        for (field, value) in ["sku", "barcode", "ean", "upc"].into_iter().zip(of(row)) {
            self.unique.extend(value.map(|value| Unique { field, value }));
        }
        if old.is_some_and(|old| of(old) != of(row) && of(old).iter().any(Option::is_some)) {
            self.released.push(row.id);
        }
    }
}

/// A value for each option of the product, and for nothing else.
fn values_of(given: &BTreeMap<String, String>, finals: &[Final], at: &str) -> Result<BTreeSet<Uuid>, Refused> {
    if let Some(title) = given.keys().find(|title| !finals.iter().any(|option| option.title == **title)) {
        return Err(Refused::field(at, "options", format_args!("names '{title}', which is no option of the product")));
    }
    finals
        .iter()
        .map(|option| {
            let Some(value) = given.get(&option.title) else {
                return Err(Refused::field(at, "options", format_args!("must name a value of '{}'", option.title)));
            };
            option.values.get(value).copied().ok_or_else(|| {
                let words = format!("Option value {value} does not exist for option {}", option.title);
                Refused::Invalid(format!("{words}: see field '{}'", path(at, "options")))
            })
        })
        .collect()
}

fn variant_row(
    product: Uuid,
    said: &VariantSaid,
    old: Option<&VariantRow>,
    rank: i32,
    at: &str,
) -> Result<VariantRow, Refused> {
    let mut row = old.cloned().unwrap_or_else(|| empty(product, rank));
    match &said.title {
        Some(title) => row.title.clone_from(title),
        None if old.is_none() => return Err(Refused::Invalid(format!("Field '{}' is required", path(at, "title")))),
        None => {}
    }
    set(&mut row.sku, &said.sku);
    set(&mut row.barcode, &said.barcode);
    set(&mut row.ean, &said.ean);
    set(&mut row.upc, &said.upc);
    row.allow_backorder = said.allow_backorder.unwrap_or(row.allow_backorder);
    row.manage_inventory = said.manage_inventory.unwrap_or(row.manage_inventory);
    row.variant_rank = said.variant_rank.unwrap_or(row.variant_rank);
    let Texts { thumbnail, weight, length, height, width, hs_code, origin_country, mid_code, material } = &said.texts;
    set(&mut row.thumbnail, thumbnail);
    if let Some(url) = &row.thumbnail {
        check_url(url, at, "thumbnail")?;
    }
    row.weight = weight.clone().apply(row.weight);
    row.length = length.clone().apply(row.length);
    row.height = height.clone().apply(row.height);
    row.width = width.clone().apply(row.width);
    set(&mut row.hs_code, hs_code);
    set(&mut row.mid_code, mid_code);
    set(&mut row.material, material);
    row.origin_country = country(origin_country, row.origin_country.take(), at)?;
    row.metadata = metadata(&said.metadata, row.metadata.take(), at)?;
    Ok(row)
}

fn empty(product_id: Uuid, variant_rank: i32) -> VariantRow {
    VariantRow {
        id: Uuid::now_v7(),
        product_id,
        title: String::new(),
        sku: None,
        barcode: None,
        ean: None,
        upc: None,
        allow_backorder: false,
        manage_inventory: true,
        variant_rank,
        thumbnail: None,
        weight: None,
        length: None,
        height: None,
        width: None,
        hs_code: None,
        origin_country: None,
        mid_code: None,
        material: None,
        price_set_id: None,
        metadata: None,
    }
}

fn summary(row: &VariantRow) -> Value {
    let product = entity::ids::ProductId(row.product_id);
    json!({ "id": VariantId(row.id), "product_id": product, "title": row.title, "sku": row.sku })
}
