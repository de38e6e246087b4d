//! Options of products, and the values that make their variants.

use std::collections::{HashMap, HashSet};

use db::Tx;
use entity::ids::{OptionId, VariantId};
use web::fields::Selection;

use super::{places, uuids, variants};
use crate::view::{OptionValue, Product, ProductOption, VariantOptionValue};

pub(super) async fn fill_product_options(tx: &Tx, products: &mut [Product], selection: &Selection) -> db::Result<()> {
    let sql = format!(
        "select {} from product_product_options l
         cross join lateral (
           select o.* from product_options o
           where o.organization_id = l.organization_id and o.id = l.option_id and o.deleted_at is null offset 0
         ) o
         where l.product_id = any($1)
         order by l.rank, o.id",
        ProductOption::SELECT
    );
    let mut options: Vec<ProductOption> =
        db::fetch_all(tx, &sql, [uuids(products.iter().map(|product| product.id))]).await?;
    if selection.has("values") {
        fill_values(tx, &mut options).await?;
    }
    let places = places(products);
    for option in options {
        if let Some(at) = places.get(&option.product_id) {
            products[*at].options.push(option);
        }
    }
    Ok(())
}

async fn fill_values(tx: &Tx, options: &mut [ProductOption]) -> db::Result<()> {
    let wanted: HashSet<OptionId> = options.iter().map(|option| option.id).collect();
    let sql = format!(
        "select {} from product_option_values v where v.option_id = any($1) and v.deleted_at is null
         order by v.rank, v.id",
        OptionValue::SELECT
    );
    let values: Vec<OptionValue> = db::fetch_all(tx, &sql, [uuids(wanted)]).await?;
    let mut by_option: HashMap<OptionId, Vec<OptionValue>> = HashMap::new();
    for value in values {
        by_option.entry(value.option_id).or_default().push(value);
    }
    for option in options {
        option.values = by_option.get(&option.id).cloned().unwrap_or_default();
    }
    Ok(())
}

pub(super) async fn fill_variant_options(tx: &Tx, products: &mut [Product], with_option: bool) -> db::Result<()> {
    let sql = format!(
        "select {} from product_variant_options l
         cross join lateral (
           select v.* from product_option_values v
           where v.organization_id = l.organization_id and v.id = l.option_value_id and v.deleted_at is null offset 0
         ) v
         where l.variant_id = any($1)
         order by v.option_id, v.rank, v.id",
        VariantOptionValue::SELECT
    );
    let ids: Vec<VariantId> = variants::all(products).map(|variant| variant.id).collect();
    let mut values: Vec<VariantOptionValue> = db::fetch_all(tx, &sql, [uuids(ids)]).await?;
    if with_option {
        fill_options_of_values(tx, &mut values).await?;
    }
    let mut by_variant: HashMap<VariantId, Vec<VariantOptionValue>> = HashMap::new();
    for value in values {
        by_variant.entry(value.variant_id).or_default().push(value);
    }
    for variant in variants::all_mut(products) {
        variant.options = by_variant.remove(&variant.id).unwrap_or_default();
    }
    Ok(())
}

async fn fill_options_of_values(tx: &Tx, values: &mut [VariantOptionValue]) -> db::Result<()> {
    let wanted: HashSet<OptionId> = values.iter().map(|value| value.option_id).collect();
    let sql = format!(
        "select {} from product_options o
         join product_product_options l on l.organization_id = o.organization_id and l.option_id = o.id
         where o.id = any($1) and o.deleted_at is null",
        ProductOption::SELECT
    );
    let options: Vec<ProductOption> = db::fetch_all(tx, &sql, [uuids(wanted)]).await?;
    let options: HashMap<OptionId, ProductOption> = options.into_iter().map(|option| (option.id, option)).collect();
    for value in values {
        value.option = options.get(&value.option_id).cloned();
    }
    Ok(())
}
