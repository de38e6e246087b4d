//! The product's own row, its options, pictures and what it is filed under.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Plan, Target};
use crate::write::{
    ProductDraft, ProductStatus, ShopContext,
    stored::{Stock, StoredProduct},
    tables::ProductRow,
    vocabulary::Vocabulary,
};

impl Plan {
    /// Adds what it takes to make the product what the draft says; answers its row.
    pub(in crate::write) fn add(
        &mut self,
        shop: &ShopContext,
        names: &Vocabulary,
        stock: &mut Stock,
        draft: &ProductDraft,
        stored: Option<&StoredProduct>,
    ) -> ProductRow {
        let row = product_row(names, draft, stored.map(|stored| &stored.row));
        self.products.put(row.clone(), stored.map(|stored| &stored.row));
        let is_published = row.status == ProductStatus::Published.name();
        let target = Target { id: row.id, is_published, draft, stored };
        self.file(shop, names, target);
        let values = self.add_options(target);
        let images = self.add_images(target);
        self.add_variants(shop, stock, target, &values, &images);
        row
    }

    /// Tags, categories and the sales channel. A product that somebody sells elsewhere stays there.
    fn file(&mut self, shop: &ShopContext, names: &Vocabulary, Target { id, draft, stored, .. }: Target<'_>) {
        let none = BTreeSet::new();
        if let Some(tags) = &draft.tags {
            let wanted = tags.iter().filter_map(|tag| names.tags.get(tag)).copied().collect();
            self.tags.set(id, &wanted, stored.map_or(&none, |stored| &stored.tags));
        }
        if let Some(categories) = &draft.category_handles {
            let wanted = categories.iter().filter_map(|handle| names.categories.get(handle)).copied().collect();
            self.categories.set(id, &wanted, stored.map_or(&none, |stored| &stored.categories));
        }
        match &draft.sales_channels {
            Some(channels) => {
                let wanted = channels.iter().filter_map(|said| names.channels.get(said)).copied().collect();
                self.channels.set(id, &wanted, stored.map_or(&none, |stored| &stored.channels));
            }
            None if stored.is_none_or(|stored| stored.channels.is_empty()) => {
                self.channels.add(id, shop.sales_channel_id);
            }
            None => {}
        }
    }
}

fn product_row(names: &Vocabulary, draft: &ProductDraft, stored: Option<&ProductRow>) -> ProductRow {
    let mut row = stored.cloned().unwrap_or_else(|| ProductRow {
        id: Uuid::now_v7(),
        handle: draft.handle.clone(),
        title: String::new(),
        subtitle: None,
        description: None,
        status: ProductStatus::Draft.name().to_owned(),
        is_giftcard: false,
        discountable: true,
        thumbnail: None,
        type_id: None,
        collection_id: None,
        shipping_profile_id: None,
        weight: None,
        length: None,
        height: None,
        width: None,
        hs_code: None,
        mid_code: None,
        origin_country: None,
        material: None,
        external_id: None,
        metadata: None,
    });
    row.title.clone_from(&draft.title);
    set_text(&mut row.subtitle, draft.subtitle.as_ref());
    set_text(&mut row.description, draft.description.as_ref());
    set_text(&mut row.material, draft.material.as_ref());
    set_text(&mut row.origin_country, draft.origin_country.as_ref());
    set_text(&mut row.external_id, draft.external_id.as_ref());
    if let Some(status) = draft.status {
        status.name().clone_into(&mut row.status);
    }
    if let Some(value) = &draft.type_value {
        row.type_id = names.types.get(value).copied();
    }
    if let Some(handle) = &draft.collection_handle {
        row.collection_id = names.collections.get(handle).copied();
    }
    if let Some(images) = &draft.images {
        row.thumbnail = images.first().map(|image| image.url.clone());
    }
    if let Some(id) = &draft.shipping_profile {
        row.shipping_profile_id = names.shipping_profiles.get(id).copied();
    }
    let customs = &draft.customs;
    for (column, said) in [
        (&mut row.weight, draft.weight),
        (&mut row.length, customs.length),
        (&mut row.height, customs.height),
        (&mut row.width, customs.width),
    ] {
        if let Some(number) = said {
            *column = Some(number.to_string());
        }
    }
    set_text(&mut row.hs_code, customs.hs_code.as_ref());
    set_text(&mut row.mid_code, customs.mid_code.as_ref());
    row.is_giftcard = draft.is_giftcard.unwrap_or(row.is_giftcard);
    row.discountable = draft.discountable.unwrap_or(row.discountable);
    merge(&mut row.metadata, &draft.metadata);
    row
}

/// An empty text clears, none leaves.
pub(super) fn set_text(column: &mut Option<String>, wanted: Option<&String>) {
    if let Some(wanted) = wanted {
        *column = Some(wanted.clone()).filter(|text| !text.is_empty());
    }
}

/// Null removes a key; keys that are not named stay.
pub(in crate::write) fn merge(column: &mut Option<Value>, wanted: &Map<String, Value>) {
    let mut merged = match column.take() {
        Some(Value::Object(stored)) => stored,
        // Not ours to judge, unless there is something to set.
        other if wanted.is_empty() => {
            *column = other;
            return;
        }
        _ => Map::new(),
    };
    let was_there = !merged.is_empty();
    for (key, value) in wanted {
        if value.is_null() {
            merged.remove(key);
        } else {
            merged.insert(key.clone(), value.clone());
        }
    }
    *column = (was_there || !merged.is_empty()).then_some(Value::Object(merged));
}
