//! Variants as the shop's staff sees them.

use std::collections::{HashMap, HashSet};

use db::Tx;
use entity::{
    Timestamp,
    ids::{InventoryItemId, OptionValueId, PriceSetId, ProductId, VariantId},
};
use resource::{Filter, Param, Row, Table, names, row};
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::{
    columns,
    fields::{Column, Relation, Selection, View, many, one},
};

use super::price::{PriceRow, fill_rules};
use crate::{
    admin::{
        options::table::{OptionValue, ProductOption},
        products::{
            load::of,
            table::{Product, find_words},
        },
    },
    view::Image,
};

row! {
    /// A variant.
    pub struct VariantRow from "v" {
        id: VariantId,
        title: String,
        sku: Option<String>,
        barcode: Option<String>,
        ean: Option<String>,
        upc: Option<String>,
        allow_backorder: bool,
        manage_inventory: bool,
        hs_code: Option<String>,
        origin_country: Option<String>,
        mid_code: Option<String>,
        material: Option<String>,
        weight: Option<f64>,
        length: Option<f64>,
        height: Option<f64>,
        width: Option<f64>,
        metadata: Option<Value>,
        variant_rank: i32,
        thumbnail: Option<String>,
        product_id: ProductId,
        price_set_id: Option<PriceSetId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        product: Option<Box<Product>>,
        prices: Vec<PriceRow>,
        options: Vec<OptionValue>,
        images: Vec<Image>,
        inventory_items: Vec<ItemLink>,
        inventory_quantity: Option<i64>,
    }
}

row! {
    /// What a variant takes off the stock.
    pub struct ItemLink from "l" {
        inventory_item_id: InventoryItemId,
        variant_id: VariantId,
        required_quantity: i64,
    }
    loaded {
        inventory: Option<Item>,
    }
}

row! {
    /// What is counted.
    pub struct Item from "i" {
        id: InventoryItemId,
        sku: Option<String>,
        title: Option<String>,
        description: Option<String>,
        thumbnail: Option<String>,
        requires_shipping: bool,
        metadata: Option<Value>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Item {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl View for ItemLink {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[("inventory", |s| one(s, |link: &Self| link.inventory.as_ref()))];
}

impl View for VariantRow {
    const COLUMNS: &'static [Column<Self>] = columns!(
        VariantRow: id, title, sku, barcode, ean, upc, allow_backorder, manage_inventory, hs_code, origin_country,
        mid_code, material, weight, length, height, width, metadata, variant_rank, thumbnail, product_id, created_at,
        updated_at, deleted_at,
    );
    const COMPUTED: &'static [Column<Self>] = columns!(VariantRow: inventory_quantity);
    const RELATIONS: &'static [Relation<Self>] = &[
        ("product", |s| one(s, |variant: &Self| variant.product.as_deref())),
        ("prices", |s| many(s, |variant: &Self| &variant.prices)),
        ("options", |s| many(s, |variant: &Self| &variant.options)),
        ("images", |s| many(s, |variant: &Self| &variant.images)),
        ("inventory_items", |s| many(s, |variant: &Self| &variant.inventory_items)),
    ];
}

impl Table for VariantRow {
    type Id = VariantId;

    const ONE: &'static str = "variant";
    const MANY: &'static str = "variants";
    const NAME: &'static str = "Product variant";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*prices", "*options"];
    const SORTABLE: &'static [&'static str] =
        &["id", "title", "sku", "variant_rank", "manage_inventory", "allow_backorder", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["v.title", "v.sku", "v.ean", "v.upc", "v.barcode"];
    const FROM: &'static str = "public.product_variants v";
    const ALIAS: &'static str = "v";
    const FILTERS: &'static [Param] = &[
        Param::ids::<ProductId>("product_id", "Of these products."),
        Param::text("title", "Exact titles."),
        Param::text("sku", "Exact SKUs."),
        Param::text("ean", "Exact EANs."),
        Param::text("upc", "Exact UPCs."),
        Param::text("barcode", "Exact barcodes."),
        Param::boolean("manage_inventory", "Whether stock is counted."),
        Param::boolean("allow_backorder", "Whether they are sold without being there."),
        Param::ids::<OptionValueId>("option_value_id", "With these values.").when(
            "exists (select from public.product_variant_options l where l.organization_id = v.organization_id
               and l.variant_id = v.id and l.option_value_id = any(?))",
        ),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![
            ("product", names::<Product>()),
            ("prices", names::<PriceRow>()),
            ("options", names::<OptionValue>()),
            ("options.option", names::<ProductOption>()),
            ("images", names::<Image>()),
            ("inventory_items", names::<ItemLink>()),
            ("inventory_items.inventory", names::<Item>()),
            // Computed: a relation without columns is allowed by its name.
            ("inventory_quantity", Vec::new()),
        ]
    }

    /// A product's words find all its variants, those of a variant itself come with them: the index has both.
    fn search(filter: &mut Filter, words: &[String]) {
        find_words(filter, "v.product_id", words);
        filter.and_words(&["v.title", "v.sku", "v.ean", "v.upc", "v.barcode", TITLE], words);
    }

    async fn tally(tx: &Tx) -> db::Result<Option<i64>> {
        #[derive(FromQueryResult)]
        struct Count {
            count: i64,
        }
        let sql = "select coalesce(sum(t.delta), 0)::bigint as count from public.product_tallies t
            where t.organization_id = $1 and t.scope = 'variants'";
        Ok(Some(db::fetch_one::<Count>(tx, sql, [tx.organization()?.into()]).await?.count))
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        fill(tx, page, selection).await
    }
}

const TITLE: &str =
    "(select p.title from public.products p where p.organization_id = v.organization_id and p.id = v.product_id)";

async fn fill(tx: &Tx, page: &mut [VariantRow], selection: &Selection) -> db::Result<()> {
    let ids: Vec<Uuid> = page.iter().map(|variant| variant.id.0).collect();
    if selection.has("prices") {
        let sets: Vec<Uuid> = page.iter().filter_map(|variant| Some(variant.price_set_id?.0)).collect();
        let from = "public.prices r where r.organization_id = $1 and r.price_set_id = any($2) and r.deleted_at is null
            order by r.created_at, r.id";
        let mut prices: HashMap<Uuid, Vec<PriceRow>> = of(tx, "r.price_set_id", from, sets).await?;
        fill_rules(tx, &mut prices).await?;
        for variant in &mut *page {
            variant.prices = variant.price_set_id.and_then(|set| prices.remove(&set.0)).unwrap_or_default();
            variant.prices.iter_mut().for_each(|price| price.variant_id = Some(variant.id));
        }
    }
    if let Some(selection) = selection.get("options") {
        let from = "public.product_variant_options l join public.product_option_values v
              on v.organization_id = l.organization_id and v.id = l.option_value_id and v.deleted_at is null
            where l.organization_id = $1 and l.variant_id = any($2) order by v.option_id, v.rank, v.id";
        let mut values: HashMap<Uuid, Vec<OptionValue>> = of(tx, "l.variant_id", from, ids.clone()).await?;
        if selection.has("option") {
            let wanted: HashSet<Uuid> = values.values().flatten().map(|value| value.option_id.0).collect();
            let from = "public.product_options o where o.organization_id = $1 and o.id = any($2)";
            let options: HashMap<Uuid, Vec<ProductOption>> = of(tx, "o.id", from, wanted.into_iter().collect()).await?;
            for value in values.values_mut().flatten() {
                value.option = options.get(&value.option_id.0).and_then(|found| found.first().cloned());
            }
        }
        for variant in &mut *page {
            variant.options = values.remove(&variant.id.0).unwrap_or_default();
        }
    }
    if selection.has("images") {
        let from = "public.product_variant_images l join public.product_images i
              on i.organization_id = l.organization_id and i.id = l.image_id and i.deleted_at is null
            where l.organization_id = $1 and l.variant_id = any($2) order by i.rank, i.id";
        let mut images: HashMap<Uuid, Vec<Image>> = of(tx, "l.variant_id", from, ids.clone()).await?;
        for variant in &mut *page {
            variant.images = images.remove(&variant.id.0).unwrap_or_default();
        }
    }
    if selection.has("product") {
        let wanted: HashSet<Uuid> = page.iter().map(|variant| variant.product_id.0).collect();
        let from = "public.products p where p.organization_id = $1 and p.id = any($2)";
        let products: HashMap<Uuid, Vec<Product>> = of(tx, "p.id", from, wanted.into_iter().collect()).await?;
        for variant in &mut *page {
            let found = products.get(&variant.product_id.0).and_then(|found| found.first());
            variant.product = found.cloned().map(|product| Box::new(product.harmless()));
        }
    }
    fill_stock(tx, page, ids, selection).await
}

/// What is counted: who may not see stock sees none of it.
async fn fill_stock(tx: &Tx, page: &mut [VariantRow], ids: Vec<Uuid>, selection: &Selection) -> db::Result<()> {
    #[derive(FromQueryResult)]
    struct Stock {
        variant_id: Uuid,
        quantity: i64,
    }
    if let Some(selection) = selection.get("inventory_items") {
        let from = "public.product_variant_inventory_items l
            where l.organization_id = $1 and l.variant_id = any($2) order by l.created_at, l.inventory_item_id";
        let mut links: HashMap<Uuid, Vec<ItemLink>> = of(tx, "l.variant_id", from, ids.clone()).await?;
        if selection.has("inventory") {
            let wanted: HashSet<Uuid> = links.values().flatten().map(|link| link.inventory_item_id.0).collect();
            let from = "public.inventory_items i where i.organization_id = $1 and i.id = any($2)";
            let items: HashMap<Uuid, Vec<Item>> = of(tx, "i.id", from, wanted.into_iter().collect()).await?;
            for link in links.values_mut().flatten() {
                link.inventory = items.get(&link.inventory_item_id.0).and_then(|found| found.first().cloned());
            }
        }
        for variant in &mut *page {
            variant.inventory_items = links.remove(&variant.id.0).unwrap_or_default();
        }
    }
    if selection.has("inventory_quantity") {
        // Nothing is not none: without the permission there is no row.
        let sql = "select w.id as variant_id, coalesce(min(k.available / k.required_quantity), 0)::bigint as quantity
            from unnest($2::uuid[]) as w (id)
            left join (
              select l.variant_id, l.inventory_item_id, l.required_quantity,
                greatest(coalesce(sum(n.stocked_quantity - n.reserved_quantity) filter (where s.deleted_at is null), 0), 0)::bigint as available
              from public.product_variant_inventory_items l
              left join public.inventory_levels n
                on n.organization_id = l.organization_id and n.inventory_item_id = l.inventory_item_id
              left join public.stock_locations s on s.organization_id = n.organization_id and s.id = n.location_id
              where l.organization_id = $1 and l.variant_id = any($2)
              group by l.variant_id, l.inventory_item_id, l.required_quantity
            ) k on k.variant_id = w.id
            where (select private.may('inventory:read'))
            group by w.id";
        let found: Vec<Stock> = db::fetch_all(tx, sql, [tx.organization()?.into(), ids.into()]).await?;
        let stock: HashMap<Uuid, i64> = found.into_iter().map(|stock| (stock.variant_id, stock.quantity)).collect();
        for variant in page.iter_mut().filter(|variant| variant.manage_inventory) {
            variant.inventory_quantity = stock.get(&variant.id.0).copied();
        }
    }
    Ok(())
}
