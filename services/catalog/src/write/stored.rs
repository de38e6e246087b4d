//! What the shop has of the products that are written, loaded for all of them at once.

use std::collections::{BTreeSet, HashMap};

use db::Tx;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{
    ProductDraft, ShopContext,
    row::Row,
    tables::{CostRow, ImageRow, ItemRow, LevelRow, OptionRow, PriceRow, ProductRow, ValueRow, VariantRow},
};

/// A product and all that belongs to it.
#[derive(Debug)]
pub(super) struct StoredProduct {
    pub(super) row: ProductRow,
    pub(super) options: Vec<StoredOption>,
    pub(super) variants: Vec<StoredVariant>,
    pub(super) images: Vec<ImageRow>,
    pub(super) tags: BTreeSet<Uuid>,
    pub(super) categories: BTreeSet<Uuid>,
    pub(super) channels: BTreeSet<Uuid>,
}

#[derive(Debug)]
pub(super) struct StoredOption {
    pub(super) row: OptionRow,
    pub(super) rank: i32,
    /// All that the option has.
    pub(super) values: Vec<ValueRow>,
    /// Those that the product has of them; all of them without a list.
    pub(super) value_ids: Option<Vec<Uuid>>,
}

impl StoredOption {
    /// Those that the product has of them and that are still there.
    pub(super) fn chosen(&self) -> Option<Vec<Uuid>> {
        let there: BTreeSet<Uuid> = self.values.iter().map(|value| value.id).collect();
        self.value_ids.as_ref().map(|ids| ids.iter().copied().filter(|id| there.contains(id)).collect())
    }
}

#[derive(Debug)]
pub(super) struct StoredVariant {
    pub(super) row: VariantRow,
    pub(super) values: BTreeSet<Uuid>,
    pub(super) images: BTreeSet<Uuid>,
    pub(super) items: BTreeSet<Uuid>,
    pub(super) prices: Vec<PriceRow>,
    /// Prices of one region each, with the region's id as the rule has it.
    pub(super) region_prices: Vec<(String, PriceRow)>,
    pub(super) costs: Vec<CostRow>,
}

/// The stock that variants have or may take over by their SKU.
#[derive(Debug, Default)]
pub(super) struct Stock {
    pub(super) items: HashMap<Uuid, StoredItem>,
    pub(super) by_sku: HashMap<String, Uuid>,
}

#[derive(Debug)]
pub(super) struct StoredItem {
    pub(super) row: ItemRow,
    pub(super) level: Option<LevelRow>,
}

#[derive(FromQueryResult)]
struct Link {
    kind: String,
    owner: Uuid,
    target: Uuid,
    rank: i32,
    value_ids: Option<Vec<Uuid>>,
}

type Grouped<T> = HashMap<Uuid, Vec<T>>;

/// The products with the drafts' handles. They are locked until the transaction ends, in one order for all writers.
pub(super) async fn load_products(
    tx: &Tx,
    shop: &ShopContext,
    drafts: &[ProductDraft],
) -> db::Result<HashMap<String, StoredProduct>> {
    let handles: Vec<String> = drafts.iter().map(|draft| draft.handle.clone()).collect();
    let sql = "t.handle = any($2) and t.deleted_at is null order by t.id for no key update";
    let products: Vec<ProductRow> = load(tx, shop, sql, handles.into()).await?;
    if products.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<Uuid> = products.iter().map(|product| product.id).collect();
    let mut links = load_links(tx, shop, OF_PRODUCTS, ids.clone()).await?;
    let options = load_options(tx, shop, &links).await?;
    let mut variants = load_variants(tx, shop, ids.clone()).await?;
    let images = "t.product_id = any($2) and t.deleted_at is null order by t.rank, t.id";
    let mut images: Grouped<ImageRow> =
        group(load(tx, shop, images, ids.into()).await?, |image: &ImageRow| image.product_id);

    let stored = products.into_iter().map(|row| {
        let id = row.id;
        let mut targets = |kind: &str| -> Vec<Link> { links.remove(&(kind.to_owned(), id)).unwrap_or_default() };
        let stored = StoredProduct {
            tags: keys(&targets("tag")),
            categories: keys(&targets("category")),
            channels: keys(&targets("channel")),
            options: targets("option")
                .into_iter()
                .filter_map(|link| {
                    let (row, values) = options.get(&link.target)?.clone();
                    Some(StoredOption { row, rank: link.rank, values, value_ids: link.value_ids })
                })
                .collect(),
            variants: variants.remove(&id).unwrap_or_default(),
            images: images.remove(&id).unwrap_or_default(),
            row,
        };
        (stored.row.handle.clone(), stored)
    });
    Ok(stored.collect())
}

/// The stock of stored variants, and the stock that has the SKU of a draft.
pub(super) async fn load_stock(
    tx: &Tx,
    shop: &ShopContext,
    drafts: &[ProductDraft],
    products: &HashMap<String, StoredProduct>,
) -> db::Result<Stock> {
    let ids: Vec<Uuid> =
        products.values().flat_map(|product| &product.variants).flat_map(|variant| &variant.items).copied().collect();
    let managed =
        drafts.iter().flat_map(|draft| &draft.variants).filter(|variant| variant.manage_inventory != Some(false));
    let skus: Vec<String> = managed.filter_map(|variant| variant.sku.clone()).filter(|sku| !sku.is_empty()).collect();
    if ids.is_empty() && skus.is_empty() {
        return Ok(Stock::default());
    }
    let sql = format!(
        "select {} from public.inventory_items t where t.organization_id = $1 and t.deleted_at is null and t.id in (
           select unnest($2::uuid[])
           union select s.id from public.inventory_items s
                 where s.organization_id = $1 and s.sku = any($3) and s.deleted_at is null)",
        ItemRow::select()
    );
    let items: Vec<ItemRow> = db::fetch_all(tx, &sql, [shop.organization.into(), ids.into(), skus.into()]).await?;
    let sql = format!(
        "select {} from public.inventory_levels t
         where t.organization_id = $1 and t.inventory_item_id = any($2) and t.location_id = $3",
        LevelRow::select()
    );
    let ids: Vec<Uuid> = items.iter().map(|item| item.id).collect();
    let levels: Vec<LevelRow> =
        db::fetch_all(tx, &sql, [shop.organization.into(), ids.into(), shop.stock_location_id.into()]).await?;
    let mut levels: HashMap<Uuid, LevelRow> =
        levels.into_iter().map(|level| (level.inventory_item_id, level)).collect();

    let by_sku = items.iter().filter_map(|item| Some((item.sku.clone()?, item.id))).collect();
    let items = items.into_iter().map(|row| (row.id, StoredItem { level: levels.remove(&row.id), row })).collect();
    Ok(Stock { items, by_sku })
}

async fn load_options(
    tx: &Tx,
    shop: &ShopContext,
    links: &HashMap<(String, Uuid), Vec<Link>>,
) -> db::Result<HashMap<Uuid, (OptionRow, Vec<ValueRow>)>> {
    let linked = links.iter().filter(|((kind, _), _)| kind == "option").flat_map(|(_, links)| links);
    let ids: Vec<Uuid> = linked.map(|link| link.target).collect();
    let options: Vec<OptionRow> = load(tx, shop, "t.id = any($2) and t.deleted_at is null", ids.clone().into()).await?;
    let values = "t.option_id = any($2) and t.deleted_at is null order by t.rank, t.id";
    let mut values = group(load(tx, shop, values, ids.into()).await?, |value: &ValueRow| value.option_id);
    Ok(options.into_iter().map(|row| (row.id, (row.clone(), values.remove(&row.id).unwrap_or_default()))).collect())
}

async fn load_variants(tx: &Tx, shop: &ShopContext, products: Vec<Uuid>) -> db::Result<Grouped<StoredVariant>> {
    let sql = "t.product_id = any($2) and t.deleted_at is null order by t.variant_rank, t.id";
    let rows: Vec<VariantRow> = load(tx, shop, sql, products.into()).await?;
    let ids: Vec<Uuid> = rows.iter().map(|variant| variant.id).collect();
    let mut links = load_links(tx, shop, OF_VARIANTS, ids.clone()).await?;
    let mut costs =
        group(load(tx, shop, "t.variant_id = any($2)", ids.into()).await?, |cost: &CostRow| cost.variant_id);
    let sets: Vec<Uuid> = rows.iter().filter_map(|variant| variant.price_set_id).collect();
    let base = "t.price_set_id = any($2) and t.deleted_at is null and t.min_quantity is null and t.max_quantity is null
        and not exists (select from public.price_rules r where r.organization_id = t.organization_id and r.price_id = t.id)
        order by t.id";
    let mut prices = group(load(tx, shop, base, sets.clone().into()).await?, |price: &PriceRow| price.price_set_id);
    let mut region_prices = load_region_prices(tx, shop, sets).await?;

    let mut by_product: Grouped<StoredVariant> = HashMap::new();
    for row in rows {
        let mut targets = |kind: &str| keys(&links.remove(&(kind.to_owned(), row.id)).unwrap_or_default());
        by_product.entry(row.product_id).or_default().push(StoredVariant {
            values: targets("value"),
            images: targets("image"),
            items: targets("item"),
            prices: row.price_set_id.and_then(|set| prices.remove(&set)).unwrap_or_default(),
            region_prices: row.price_set_id.and_then(|set| region_prices.remove(&set)).unwrap_or_default(),
            costs: costs.remove(&row.id).unwrap_or_default(),
            row,
        });
    }
    Ok(by_product)
}

async fn load_region_prices(tx: &Tx, shop: &ShopContext, sets: Vec<Uuid>) -> db::Result<Grouped<(String, PriceRow)>> {
    #[derive(FromQueryResult)]
    struct Of {
        price_id: Uuid,
        region: String,
    }
    let sql = "select r.price_id, min(r.value) as region
        from public.prices t join public.price_rules r on r.organization_id = t.organization_id and r.price_id = t.id
        where t.organization_id = $1 and t.price_set_id = any($2) and t.deleted_at is null
          and t.min_quantity is null and t.max_quantity is null
        group by r.price_id having bool_and(r.attribute = 'region_id' and r.operator = 'eq')";
    let rules: Vec<Of> = db::fetch_all(tx, sql, [shop.organization.into(), sets.into()]).await?;
    if rules.is_empty() {
        return Ok(HashMap::new());
    }
    let mut regions: HashMap<Uuid, String> = rules.into_iter().map(|of| (of.price_id, of.region)).collect();
    let ids: Vec<Uuid> = regions.keys().copied().collect();
    let rows: Vec<PriceRow> = load(tx, shop, "t.id = any($2) order by t.id", ids.into()).await?;
    let with_region = rows.into_iter().filter_map(|price| Some((regions.remove(&price.id)?, price)));
    Ok(group(with_region.collect(), |(_, price)| price.price_set_id))
}

const OF_PRODUCTS: &str = "
  select 'tag' as kind, l.product_id as owner, l.tag_id as target, 0 as rank, null::uuid[] as value_ids
  from public.product_product_tags l where l.organization_id = $1 and l.product_id = any($2)
  union all select 'category', l.product_id, l.product_category_id, 0, null
  from public.product_category_products l where l.organization_id = $1 and l.product_id = any($2)
  union all select 'channel', l.product_id, l.sales_channel_id, 0, null
  from public.product_sales_channels l where l.organization_id = $1 and l.product_id = any($2)
  union all select 'option', l.product_id, l.option_id, l.rank, l.value_ids
  from public.product_product_options l where l.organization_id = $1 and l.product_id = any($2)
  order by rank, target";

const OF_VARIANTS: &str = "
  select 'value' as kind, l.variant_id as owner, l.option_value_id as target, 0 as rank, null::uuid[] as value_ids
  from public.product_variant_options l where l.organization_id = $1 and l.variant_id = any($2)
  union all select 'image', l.variant_id, l.image_id, 0, null
  from public.product_variant_images l where l.organization_id = $1 and l.variant_id = any($2)
  union all select 'item', l.variant_id, l.inventory_item_id, 0, null
  from public.product_variant_inventory_items l where l.organization_id = $1 and l.variant_id = any($2)";

async fn load_links(
    tx: &Tx,
    shop: &ShopContext,
    sql: &str,
    owners: Vec<Uuid>,
) -> db::Result<HashMap<(String, Uuid), Vec<Link>>> {
    let links: Vec<Link> = db::fetch_all(tx, sql, [shop.organization.into(), owners.into()]).await?;
    let mut by_owner: HashMap<(String, Uuid), Vec<Link>> = HashMap::new();
    for link in links {
        by_owner.entry((link.kind.clone(), link.owner)).or_default().push(link);
    }
    Ok(by_owner)
}

async fn load<T: Row>(tx: &Tx, shop: &ShopContext, condition: &str, value: Value) -> db::Result<Vec<T>> {
    let sql = format!("select {} from {} t where t.organization_id = $1 and {condition}", T::select(), T::TABLE);
    db::fetch_all(tx, &sql, [shop.organization.into(), value]).await
}

fn group<T>(rows: Vec<T>, owner: impl Fn(&T) -> Uuid) -> Grouped<T> {
    let mut groups: Grouped<T> = HashMap::new();
    for row in rows {
        groups.entry(owner(&row)).or_default().push(row);
    }
    groups
}

fn keys(links: &[Link]) -> BTreeSet<Uuid> {
    links.iter().map(|link| link.target).collect()
}
