//! Variants, of products and on their own.

use std::{collections::HashMap, sync::Arc};

use db::Tx;
use entity::ids::{OptionId, OptionValueId, ProductId, VariantId};
use resource::{Filter, Has, Param};
use sea_orm::Value;
use web::fields::Selection;

use super::{Context, Reach, images, inventory, options, places, prices, products::visible_products, taxes, uuids};
use crate::view::{OptionValue, Product, Variant, VariantProduct};

/// What variants can be filtered by.
pub const VARIANTS: &[Param] = &[
    Param::ids::<VariantId>("id", "Ids."),
    Param::text("title", "Exact titles."),
    Param::text("sku", "Exact SKUs."),
    Param::text("ean", "Exact EANs."),
    Param::text("upc", "Exact UPCs."),
    Param::text("barcode", "Exact barcodes."),
    Param::ids::<ProductId>("product_id", "Of these products."),
    Param::boolean("manage_inventory", "Whether stock is counted."),
    Param::boolean("allow_backorder", "Whether they are sold without being there."),
    Param::has("options", &OPTIONS, "With a value that is so: `options[value]=Blue`."),
    Param::time("created_at", "When it was made."),
    Param::time("updated_at", "When it was last changed."),
    Param::time("deleted_at", "Taken as Medusa takes it: shoppers see nothing that was deleted."),
];

const OPTIONS: Has = Has {
    exists: "exists (select from product_variant_options l join product_option_values w
        on w.organization_id = l.organization_id and w.id = l.option_value_id and w.deleted_at is null
      where l.organization_id = v.organization_id and l.variant_id = v.id",
    alias: "w",
    params: &[
        Param::ids::<OptionValueId>("id", "Ids."),
        Param::text("value", "What it is called."),
        Param::ids::<OptionId>("option_id", "Of which option."),
    ],
    words: &[],
};

/// The columns in which `q` looks for words.
pub const VARIANT_WORDS: &[&str] = &["v.title", "v.sku", "v.ean", "v.upc", "v.barcode"];

/// The condition under which shoppers see a variant: they see its product.
pub fn visible_variants(reach: &Reach) -> Filter {
    let mut filter = Filter::new("v.deleted_at is null");
    filter.exists(
        "exists (select from products p where p.organization_id = v.organization_id and p.id = v.product_id",
        visible_products(reach),
    );
    filter
}

pub(super) async fn fill_product_variants(tx: &Tx, products: &mut [Product]) -> db::Result<()> {
    let sql = format!(
        "select {} from product_variants v where v.product_id = any($1) and v.deleted_at is null
         order by v.variant_rank, v.id",
        Variant::SELECT
    );
    let rows: Vec<Variant> = db::fetch_all(tx, &sql, [uuids(products.iter().map(|product| product.id))]).await?;
    let places = places(products);
    for variant in rows {
        if let Some(at) = places.get(&variant.product_id) {
            products[*at].variants.push(variant);
        }
    }
    Ok(())
}

/// Values of options that were read already.
pub(super) type Values = HashMap<OptionValueId, Arc<OptionValue>>;

/// Loads what is selected of variants, whose they ever are.
pub async fn fill_variants(
    tx: &Tx,
    variants: &mut [&mut Variant],
    selection: &Selection,
    context: Context<'_>,
) -> db::Result<()> {
    if selection.has("product") {
        fill_their_products(tx, variants).await?;
    }
    fill(tx, variants, selection, context, Values::new()).await
}

/// The same, where some values are known.
pub(super) async fn fill(
    tx: &Tx,
    variants: &mut [&mut Variant],
    selection: &Selection,
    context: Context<'_>,
    known: Values,
) -> db::Result<()> {
    if selection.has("options") {
        options::fill_variant_options(tx, variants, known, selection.has("options.option")).await?;
    }
    if selection.has("images") {
        images::fill_variant_images(tx, variants).await?;
    }
    if let Some(context) = context.prices {
        prices::fill_calculated_prices(tx, variants, context).await?;
        if let Some(place) = &context.taxed_at {
            taxes::fill_tax_amounts(tx, variants, context, place).await?;
        }
    }
    if let Some(channel) = context.stock_of {
        inventory::fill_inventory_quantities(tx, variants, channel).await?;
    }
    Ok(())
}

async fn fill_their_products(tx: &Tx, variants: &mut [&mut Variant]) -> db::Result<()> {
    let sql = format!("select {} from products p where p.id = any($1)", VariantProduct::SELECT);
    let rows: Vec<VariantProduct> = db::fetch_all(tx, &sql, [uuids(variants.iter().map(|one| one.product_id))]).await?;
    let products: HashMap<ProductId, VariantProduct> = rows.into_iter().map(|product| (product.id, product)).collect();
    for variant in variants {
        variant.product = products.get(&variant.product_id).cloned();
    }
    Ok(())
}

/// The keys of variants, as a value.
pub(super) fn keys(variants: &[&mut Variant]) -> Value {
    uuids(variants.iter().map(|variant| variant.id))
}
