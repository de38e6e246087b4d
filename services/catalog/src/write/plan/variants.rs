//! Variants, their option values, pictures and prices.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::{
    Plan, Target,
    images::Images,
    options::Values,
    product::{merge, set_text},
};
use crate::write::{
    ShopContext, VariantDraft,
    stored::{Stock, StoredProduct, StoredVariant},
    tables::{CostRow, PriceRow, PriceRuleRow, PriceSetRow, VariantRow},
};

impl Plan {
    pub(super) fn add_variants(
        &mut self,
        shop: &ShopContext,
        stock: &mut Stock,
        target: Target<'_>,
        values: &Values<'_>,
        images: &Images,
    ) {
        let Target { draft, stored, .. } = target;
        let matches = match_variants(&draft.variants, stored);
        let kept: BTreeSet<Uuid> = matches.iter().flatten().map(|found| found.row.id).collect();
        let unnamed = stored.iter().flat_map(|stored| &stored.variants).filter(|found| !kept.contains(&found.row.id));
        for gone in unnamed.filter(|_| !draft.is_partial) {
            self.variants.remove.push(gone.row.id);
            // Or a filter by option value would find the product by what it does not have any more.
            self.variant_values.set(gone.row.id, &BTreeSet::new(), &gone.values);
        }
        // In a list that is not all of them what is new stands behind what is there.
        let there = stored.iter().flat_map(|stored| &stored.variants).map(|found| found.row.variant_rank).max();
        let behind = there.filter(|_| draft.is_partial).map_or(0, |last| last.saturating_add(1));
        for (place, (variant, found)) in (behind..).zip(draft.variants.iter().zip(matches)) {
            let row = self.add_variant(variant, found, target, place);
            self.add_prices(variant, found, row.price_set_id);
            self.add_costs(variant, found, row.id);
            let none = BTreeSet::new();
            let wanted = variant.options.iter();
            let wanted = wanted.filter_map(|(option, value)| values.get(&(option.as_str(), value.as_str())).copied());
            self.variant_values.set(row.id, &wanted.collect(), found.map_or(&none, |found| &found.values));
            if let Some(urls) = &variant.images {
                let wanted = urls.iter().filter_map(|url| images.get(url)).copied().collect();
                self.variant_images.set(row.id, &wanted, found.map_or(&none, |found| &found.images));
            }
            let title = format!("{} – {}", draft.title, variant.title);
            self.add_stock(shop, stock, variant, &row, found.map_or(&none, |found| &found.items), &title);
        }
    }

    fn add_variant(
        &mut self,
        draft: &VariantDraft,
        found: Option<&StoredVariant>,
        Target { id: product, is_published, draft: of, .. }: Target<'_>,
        place: i32,
    ) -> VariantRow {
        let mut row = found.map_or_else(
            || VariantRow {
                id: Uuid::now_v7(),
                product_id: product,
                published: false,
                title: String::new(),
                sku: None,
                barcode: None,
                ean: None,
                upc: None,
                allow_backorder: false,
                manage_inventory: draft.stock.is_some() || draft.is_new_counted,
                variant_rank: 0,
                thumbnail: None,
                weight: None,
                length: None,
                height: None,
                width: None,
                hs_code: None,
                mid_code: None,
                material: None,
                origin_country: None,
                price_set_id: None,
                metadata: None,
            },
            |found| found.row.clone(),
        );
        row.published = is_published;
        row.title.clone_from(&draft.title);
        set_text(&mut row.sku, draft.sku.as_ref());
        set_text(&mut row.barcode, draft.barcode.as_ref());
        set_text(&mut row.ean, draft.ean.as_ref());
        set_text(&mut row.upc, draft.upc.as_ref());
        row.allow_backorder = draft.allow_backorder.unwrap_or(row.allow_backorder);
        row.manage_inventory = draft.manage_inventory.unwrap_or(row.manage_inventory);
        let own = found.filter(|_| of.is_partial).map(|found| found.row.variant_rank);
        row.variant_rank = draft.rank.or(own).unwrap_or(place);
        row.weight = draft.weight.or(row.weight);
        row.length = draft.customs.length.or(row.length);
        row.height = draft.customs.height.or(row.height);
        row.width = draft.customs.width.or(row.width);
        set_text(&mut row.hs_code, draft.customs.hs_code.as_ref());
        set_text(&mut row.mid_code, draft.customs.mid_code.as_ref());
        set_text(&mut row.material, draft.material.as_ref());
        set_text(&mut row.origin_country, draft.origin_country.as_ref());
        if let Some(images) = &draft.images {
            row.thumbnail = images.first().cloned();
        }
        merge(&mut row.metadata, &draft.metadata);
        if row.price_set_id.is_none() {
            let set = PriceSetRow { id: Uuid::now_v7() };
            row.price_set_id = Some(set.id);
            self.price_sets.insert.push(set);
        }
        if found.is_some_and(|found| loses_identifier(&found.row, &row)) {
            self.released_variants.push(row.id);
        }
        self.variants.put(row.clone(), found.map(|found| &found.row));
        row
    }

    fn add_costs(&mut self, draft: &VariantDraft, found: Option<&StoredVariant>, variant_id: Uuid) {
        for (currency, amount) in &draft.costs {
            let stored = found.and_then(|found| found.costs.iter().find(|cost| cost.currency_code == *currency));
            match (amount.clone(), stored) {
                (Some(amount), _) => {
                    let id = stored.map_or_else(Uuid::now_v7, |stored| stored.id);
                    self.costs.put(CostRow { id, variant_id, currency_code: currency.clone(), amount }, stored);
                }
                (None, Some(stored)) => self.costs.remove.push(stored.id),
                (None, None) => {}
            }
        }
    }

    fn add_prices(&mut self, draft: &VariantDraft, found: Option<&StoredVariant>, set: Option<Uuid>) {
        let Some(price_set_id) = set else { return };
        let stored = found.map(|found| found.prices.as_slice()).unwrap_or_default();
        for (currency, amount) in &draft.prices {
            let mut there = stored.iter().filter(|price| price.currency_code == *currency).peekable();
            let (currency_code, amount) = (currency.clone(), amount.clone());
            if there.peek().is_none() {
                self.prices.insert.push(PriceRow { id: Uuid::now_v7(), price_set_id, currency_code, amount });
                continue;
            }
            for price in there {
                self.prices.put(PriceRow { amount: amount.clone(), ..price.clone() }, Some(price));
            }
        }
        let stored = found.map(|found| found.region_prices.as_slice()).unwrap_or_default();
        for (region, currency, amount) in &draft.region_prices {
            let value = region.to_string();
            let there = stored.iter().find(|(of, price)| *of == value && price.currency_code == *currency);
            let (currency_code, amount) = (currency.clone(), amount.clone());
            if let Some((_, price)) = there {
                self.prices.put(PriceRow { amount, ..price.clone() }, Some(price));
                continue;
            }
            let id = Uuid::now_v7();
            self.prices.insert.push(PriceRow { id, price_set_id, currency_code, amount });
            let attribute = "region_id".to_owned();
            self.price_rules.insert.push(PriceRuleRow { id: Uuid::now_v7(), price_id: id, attribute, value });
        }
    }
}

fn loses_identifier(stored: &VariantRow, wanted: &VariantRow) -> bool {
    [
        (&stored.sku, &wanted.sku),
        (&stored.barcode, &wanted.barcode),
        (&stored.ean, &wanted.ean),
        (&stored.upc, &wanted.upc),
    ]
    .iter()
    .any(|(stored, wanted)| stored.is_some() && stored != wanted)
}

/// Which stored variant each draft is: by SKU, else by option values, else by title. None is taken twice.
fn match_variants<'a>(drafts: &[VariantDraft], stored: Option<&'a StoredProduct>) -> Vec<Option<&'a StoredVariant>> {
    let mut matches = vec![None; drafts.len()];
    let Some(stored) = stored else { return matches };
    let values = stored.options.iter().flat_map(|option| {
        option.values.iter().map(|value| (value.id, (option.row.title.as_str(), value.value.as_str())))
    });
    let values: HashMap<Uuid, (&str, &str)> = values.collect();
    let mut free: Vec<&StoredVariant> = stored.variants.iter().collect();

    take(
        drafts,
        &mut matches,
        &mut free,
        |draft| draft.sku.as_deref().filter(|sku| !sku.is_empty()),
        |found| found.row.sku.as_deref(),
    );
    take(
        drafts,
        &mut matches,
        &mut free,
        |draft| Some(draft.options.iter().map(|(option, value)| (option.as_str(), value.as_str())).collect()),
        |found| found.values.iter().map(|value| values.get(value).copied()).collect::<Option<BTreeSet<_>>>(),
    );
    take(drafts, &mut matches, &mut free, |draft| Some(draft.title.as_str()), |found| Some(found.row.title.as_str()));
    matches
}

/// Gives each draft that has no variant yet the first free one with the same key.
fn take<'a, 'd, K: std::hash::Hash + Eq>(
    drafts: &'d [VariantDraft],
    matches: &mut [Option<&'a StoredVariant>],
    free: &mut Vec<&'a StoredVariant>,
    wanted: impl Fn(&'d VariantDraft) -> Option<K>,
    stored: impl Fn(&'a StoredVariant) -> Option<K>,
) {
    if free.is_empty() {
        return;
    }
    let mut by_key: HashMap<K, &'a StoredVariant> = HashMap::new();
    for found in free.iter().rev() {
        if let Some(key) = stored(found) {
            by_key.insert(key, found);
        }
    }
    for (draft, place) in drafts.iter().zip(matches).filter(|(_, place)| place.is_none()) {
        *place = wanted(draft).and_then(|key| by_key.remove(&key));
        if let Some(found) = place {
            free.retain(|variant| variant.row.id != found.row.id);
        }
    }
}
