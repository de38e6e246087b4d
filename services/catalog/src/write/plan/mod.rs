//! What has to be written so that the shop has what the drafts say: made from what is stored, without the database.

mod images;
mod options;
mod product;
mod stock;
mod variants;

#[cfg(test)]
pub(super) use product::merge;

use std::collections::HashSet;

use db::Tx;
use uuid::Uuid;

use super::{
    ProductDraft, ShopContext,
    row::{Changes, Links},
    stored::StoredProduct,
    tables,
    tables::{
        CostRow, ImageRow, ItemRow, LevelRow, OptionPlace, OptionRow, PriceRow, PriceRuleRow, PriceSetRow, ProductRow,
        ValueRow, VariantRow,
    },
};

/// All changes of all tables.
#[derive(Debug)]
pub(super) struct Plan {
    products: Changes<ProductRow>,
    options: Changes<OptionRow>,
    values: Changes<ValueRow>,
    price_sets: Changes<PriceSetRow>,
    variants: Changes<VariantRow>,
    prices: Changes<PriceRow>,
    price_rules: Changes<PriceRuleRow>,
    costs: Changes<CostRow>,
    images: Changes<ImageRow>,
    items: Changes<ItemRow>,
    levels: Changes<LevelRow>,
    option_places: Vec<OptionPlace>,
    options_unlinked: Links,
    tags: Links,
    categories: Links,
    channels: Links,
    variant_values: Links,
    variant_images: Links,
    variant_items: Links,
    /// Variants whose SKU or number changes: two may swap theirs, so all are let go before any is given.
    released_variants: Vec<Uuid>,
    /// The same of stock.
    released_items: Vec<Uuid>,
}

/// A product that is being planned.
#[derive(Debug, Clone, Copy)]
struct Target<'a> {
    id: Uuid,
    is_published: bool,
    draft: &'a ProductDraft,
    stored: Option<&'a StoredProduct>,
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
            price_rules: Changes::default(),
            costs: Changes::default(),
            images: Changes::default(),
            items: Changes::default(),
            levels: Changes::default(),
            option_places: Vec::new(),
            options_unlinked: Links::of(tables::PRODUCT_OPTIONS),
            tags: Links::of(tables::PRODUCT_TAGS),
            categories: Links::of(tables::PRODUCT_CATEGORIES),
            channels: Links::of(tables::PRODUCT_CHANNELS),
            variant_values: Links::of(tables::VARIANT_VALUES),
            variant_images: Links::of(tables::VARIANT_IMAGES),
            variant_items: Links::of(tables::VARIANT_ITEMS),
            released_variants: Vec::new(),
            released_items: Vec::new(),
        }
    }
}

impl Plan {
    /// How many changes there are; a product that adds none is as it should be.
    pub(super) fn len(&self) -> usize {
        let Self {
            products,
            options,
            values,
            price_sets,
            variants,
            prices,
            price_rules: _,
            costs,
            images,
            items,
            levels,
            option_places,
            options_unlinked,
            tags,
            categories,
            channels,
            variant_values,
            variant_images,
            variant_items,
            released_variants: _,
            released_items: _,
        } = self;
        products.len()
            + options.len()
            + values.len()
            + price_sets.len()
            + variants.len()
            + prices.len()
            + costs.len()
            + images.len()
            + items.len()
            + levels.len()
            + option_places.len()
            + [options_unlinked, tags, categories, channels, variant_values, variant_images, variant_items]
                .map(Links::len)
                .iter()
                .sum::<usize>()
    }

    /// Writes all of it: one statement per table and kind of change. What goes makes room for what comes.
    pub(super) async fn write(&self, tx: &Tx, shop: &ShopContext) -> db::Result<()> {
        let org = shop.organization;
        // The triggers of nine tables would queue each product as often, and ask for each row whether its product is published.
        tx.batch("select set_config('kontor.queued', 'on', true), set_config('kontor.published', 'given', true)")
            .await?;
        self.remove_variants(tx, org).await?;
        release(tx, org, RELEASE_VARIANTS, &self.released_variants).await?;
        release(tx, org, RELEASE_ITEMS, &self.released_items).await?;
        self.images.write_removals(tx, org).await?;
        self.options_unlinked.write(tx, org).await?;
        self.options.write_removals(tx, org).await?;
        self.values.write_removals(tx, org).await?;

        self.products.write_inserts(tx, org).await?;
        self.products.write_updates(tx, org).await?;
        self.options.write_inserts(tx, org).await?;
        tables::place_options(tx, &self.option_places).await?;
        self.values.write_inserts(tx, org).await?;
        self.values.write_updates(tx, org).await?;
        self.price_sets.write_inserts(tx, org).await?;
        self.variants.write_inserts(tx, org).await?;
        self.variants.write_updates(tx, org).await?;
        self.prices.write_inserts(tx, org).await?;
        self.price_rules.write_inserts(tx, org).await?;
        self.prices.write_updates(tx, org).await?;
        self.costs.write_removals(tx, org).await?;
        self.costs.write_inserts(tx, org).await?;
        self.costs.write_updates(tx, org).await?;
        self.images.write_inserts(tx, org).await?;
        self.images.write_updates(tx, org).await?;
        for links in [&self.tags, &self.categories, &self.channels, &self.variant_values, &self.variant_images] {
            links.write(tx, org).await?;
        }

        self.items.write_inserts(tx, org).await?;
        self.items.write_updates(tx, org).await?;
        self.variant_items.write(tx, org).await?;
        self.levels.write_inserts(tx, org).await?;
        self.levels.write_updates(tx, org).await
    }

    /// Queues what was written for the search, with what shares prices or stock with it.
    pub(super) async fn queue_search(&self, tx: &Tx, shop: &ShopContext, products: Vec<Uuid>) -> db::Result<()> {
        let made: HashSet<Uuid> = self.price_sets.insert.iter().map(|set| set.id).collect();
        let sets = self.prices.insert.iter().chain(&self.prices.update).map(|price| price.price_set_id);
        let sets: Vec<Uuid> = sets.filter(|set| !made.contains(set)).collect();
        let made: HashSet<Uuid> = self.items.insert.iter().map(|item| item.id).collect();
        let items = self.levels.insert.iter().map(|level| level.inventory_item_id);
        let items: Vec<Uuid> = items.filter(|item| !made.contains(item)).collect();
        let sql = "select private.queue_written($1, $2, $3, $4)";
        db::exec(tx, sql, [shop.organization.into(), products.into(), sets.into(), items.into()]).await?;
        Ok(())
    }

    /// Orders refer to variants, so they are only marked.
    async fn remove_variants(&self, tx: &Tx, organization: Uuid) -> db::Result<()> {
        if self.variants.remove.is_empty() {
            return Ok(());
        }
        let sql =
            "update public.product_variants t set deleted_at = $3 where t.organization_id = $1 and t.id = any($2)";
        db::exec(tx, sql, [organization.into(), self.variants.remove.clone().into(), tx.now().into()]).await?;
        Ok(())
    }
}

const RELEASE_VARIANTS: &str = "update public.product_variants t set sku = null, barcode = null, ean = null, upc = null
    where t.organization_id = $1 and t.id = any($2)";
const RELEASE_ITEMS: &str =
    "update public.inventory_items t set sku = null where t.organization_id = $1 and t.id = any($2)";

async fn release(tx: &Tx, organization: Uuid, sql: &str, ids: &[Uuid]) -> db::Result<()> {
    if !ids.is_empty() {
        db::exec(tx, sql, [organization.into(), ids.to_vec().into()]).await?;
    }
    Ok(())
}
