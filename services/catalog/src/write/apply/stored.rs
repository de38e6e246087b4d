//! What the shop has of the products that change: a fixed number of statements, whatever they are. The products are locked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use db::Tx;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::tables::{ImageRow, OptionRow, PriceRow, ProductRow, RuleRow, ValueRow, VariantRow};
use crate::write::row::Row;

/// A product with all that belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) row: ProductRow,
    pub(super) options: Vec<StoredOption>,
    pub(super) variants: Vec<StoredVariant>,
    pub(super) images: Vec<ImageRow>,
    pub(super) tags: BTreeSet<Uuid>,
    pub(super) categories: BTreeSet<Uuid>,
    pub(super) channels: BTreeSet<Uuid>,
}

#[derive(Debug, Clone)]
pub(super) struct StoredOption {
    pub(super) row: OptionRow,
    pub(super) rank: i32,
    /// All that the option has.
    pub(super) values: Vec<ValueRow>,
    /// Those that the product has of them; all of them without a list.
    pub(super) value_ids: Option<Vec<Uuid>>,
}

#[derive(Debug, Clone)]
pub(super) struct StoredVariant {
    pub(super) row: VariantRow,
    pub(super) values: BTreeSet<Uuid>,
    pub(super) prices: Vec<StoredPrice>,
}

#[derive(Debug, Clone)]
pub(super) struct StoredPrice {
    pub(super) row: PriceRow,
    pub(super) rules: BTreeMap<String, String>,
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

/// Those of these products that are there, in any order.
pub(super) async fn load(tx: &Tx, ids: Vec<Uuid>) -> db::Result<HashMap<Uuid, Stored>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let own = "t.id = any($2) and t.deleted_at is null order by t.id for no key update";
    let products: Vec<ProductRow> = rows(tx, own, ids).await?;
    let ids: Vec<Uuid> = products.iter().map(|product| product.id).collect();
    let mut links: HashMap<(String, Uuid), Vec<Link>> = HashMap::new();
    for link in fetch::<Link>(tx, OF_PRODUCTS, ids.clone()).await? {
        links.entry((link.kind.clone(), link.owner)).or_default().push(link);
    }
    let linked = links.iter().filter(|((kind, _), _)| kind == "option").flat_map(|(_, links)| links);
    let options = options(tx, linked.map(|link| link.target).collect()).await?;
    let mut by_product = variants(tx, ids.clone()).await?;
    let order = "t.product_id = any($2) and t.deleted_at is null order by t.rank, t.id";
    let mut images = group(rows(tx, order, ids).await?, |image: &ImageRow| image.product_id);

    let stored = products.into_iter().map(|row| {
        let mut take = |kind: &str| links.remove(&(kind.to_owned(), row.id)).unwrap_or_default();
        let targets = |links: Vec<Link>| links.into_iter().map(|link| link.target).collect();
        let options = take("option").into_iter().filter_map(|link| {
            let (row, values) = options.get(&link.target)?;
            let (row, values) = (row.clone(), values.clone());
            Some(StoredOption { row, rank: link.rank, values, value_ids: link.value_ids })
        });
        let options = options.collect();
        let stored = Stored {
            options,
            variants: by_product.remove(&row.id).unwrap_or_default(),
            images: images.remove(&row.id).unwrap_or_default(),
            tags: targets(take("tag")),
            categories: targets(take("category")),
            channels: targets(take("channel")),
            row,
        };
        (stored.row.id, stored)
    });
    Ok(stored.collect())
}

/// Options with their values. Nobody takes values away before this transaction ends: a variant may just be getting one.
pub(super) async fn options(tx: &Tx, ids: Vec<Uuid>) -> db::Result<HashMap<Uuid, (OptionRow, Vec<ValueRow>)>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let options: Vec<OptionRow> =
        rows(tx, "t.id = any($2) and t.deleted_at is null order by t.id for share", ids.clone()).await?;
    let order = "t.option_id = any($2) and t.deleted_at is null order by t.rank, t.id";
    let mut values = group(rows(tx, order, ids).await?, |value: &ValueRow| value.option_id);
    Ok(options.into_iter().map(|row| (row.id, (row.clone(), values.remove(&row.id).unwrap_or_default()))).collect())
}

async fn variants(tx: &Tx, products: Vec<Uuid>) -> db::Result<Grouped<StoredVariant>> {
    let order = "t.product_id = any($2) and t.deleted_at is null order by t.variant_rank, t.id";
    let found: Vec<VariantRow> = rows(tx, order, products).await?;
    let mut values: HashMap<Uuid, BTreeSet<Uuid>> = HashMap::new();
    for link in fetch::<Link>(tx, OF_VARIANTS, found.iter().map(|variant| variant.id).collect()).await? {
        values.entry(link.owner).or_default().insert(link.target);
    }
    let sets = found.iter().filter_map(|variant| variant.price_set_id).collect();
    let order = "t.price_set_id = any($2) and t.deleted_at is null order by t.id";
    let prices: Vec<PriceRow> = rows(tx, order, sets).await?;
    let rules = "t.price_id = any($2)";
    let rules: Vec<RuleRow> = rows(tx, rules, prices.iter().map(|price| price.id).collect()).await?;
    let mut rules = group(rules, |rule| rule.price_id);
    let prices = prices.into_iter().map(|row| {
        let rules = rules.remove(&row.id).unwrap_or_default();
        StoredPrice { row, rules: rules.into_iter().map(|rule| (rule.attribute, rule.value)).collect() }
    });
    let mut prices = group(prices.collect(), |price| price.row.price_set_id);

    let variants = found.into_iter().map(|row| StoredVariant {
        values: values.remove(&row.id).unwrap_or_default(),
        prices: row.price_set_id.and_then(|set| prices.remove(&set)).unwrap_or_default(),
        row,
    });
    Ok(group(variants.collect(), |variant| variant.row.product_id))
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
  from public.product_variant_options l where l.organization_id = $1 and l.variant_id = any($2)";

async fn rows<T: Row>(tx: &Tx, condition: &str, ids: Vec<Uuid>) -> db::Result<Vec<T>> {
    let sql = format!("select {} from {} t where t.organization_id = $1 and {condition}", T::select(), T::TABLE);
    fetch(tx, &sql, ids).await
}

async fn fetch<T: FromQueryResult>(tx: &Tx, sql: &str, ids: Vec<Uuid>) -> db::Result<Vec<T>> {
    let values: [Value; 2] = [tx.organization()?.into(), ids.into()];
    db::fetch_all(tx, sql, values).await
}

fn group<T>(rows: Vec<T>, owner: impl Fn(&T) -> Uuid) -> Grouped<T> {
    let mut groups: Grouped<T> = HashMap::new();
    for row in rows {
        groups.entry(owner(&row)).or_default().push(row);
    }
    groups
}
