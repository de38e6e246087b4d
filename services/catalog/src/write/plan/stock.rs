//! What variants take from the stock, and how many of it there are.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::Plan;
use crate::write::{
    ShopContext, VariantDraft,
    stored::{Stock, StoredItem},
    tables::{ItemRow, LevelRow, VariantRow},
};

impl Plan {
    /// A managed variant has one item. One with several is a kit that somebody put together: its stock is theirs.
    pub(super) fn add_stock(
        &mut self,
        shop: &ShopContext,
        stock: &mut Stock,
        draft: &VariantDraft,
        variant: &VariantRow,
        linked: &BTreeSet<Uuid>,
        title: &str,
    ) {
        if !variant.manage_inventory || linked.len() > 1 {
            return;
        }
        let id = if let Some(id) = linked.first() {
            self.rename_item(stock, *id, variant.sku.as_ref());
            *id
        } else {
            let id = self.take_item(stock, variant.sku.as_ref(), title);
            self.variant_items.add(variant.id, id);
            id
        };
        if let (Some(quantity), Some(location)) = (draft.stock, shop.stock_location_id) {
            self.set_level(stock, id, location, quantity);
        }
    }

    /// The item with the variant's SKU, else a new one.
    fn take_item(&mut self, stock: &mut Stock, sku: Option<&String>, title: &str) -> Uuid {
        if let Some(id) = sku.and_then(|sku| stock.by_sku.get(sku)) {
            return *id;
        }
        let row = ItemRow { id: Uuid::now_v7(), sku: sku.cloned(), title: Some(title.to_owned()) };
        let id = row.id;
        self.items.insert.push(row.clone());
        stock.by_sku.extend(sku.cloned().map(|sku| (sku, id)));
        stock.items.insert(id, StoredItem { row, level: None });
        id
    }

    /// The item follows its variant's SKU, or it would be taken by the next variant that gets the old one. A SKU that
    /// another item has stays there.
    fn rename_item(&mut self, stock: &mut Stock, id: Uuid, sku: Option<&String>) {
        let Some(item) = stock.items.get_mut(&id) else { return };
        let is_free = |sku: &&String| stock.by_sku.get(*sku).is_none_or(|owner| *owner == id);
        let sku = sku.filter(is_free).cloned();
        if item.row.sku == sku {
            return;
        }
        if let Some(old) = &item.row.sku {
            stock.by_sku.remove(old);
            self.released_items.push(id);
        }
        stock.by_sku.extend(sku.clone().map(|sku| (sku, id)));
        item.row.sku = sku;
        self.items.update.push(item.row.clone());
    }

    fn set_level(&mut self, stock: &mut Stock, item: Uuid, location: Uuid, quantity: i64) {
        let Some(item) = stock.items.get_mut(&item) else { return };
        let wanted = LevelRow {
            id: item.level.as_ref().map_or_else(Uuid::now_v7, |level| level.id),
            inventory_item_id: item.row.id,
            location_id: location,
            stocked_quantity: quantity,
        };
        self.levels.put(wanted, item.level.as_ref());
    }
}
