//! Options of products, and the values that make their variants.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use db::Tx;
use entity::ids::{OptionId, OptionValueId, VariantId};
use resource::row;
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use web::fields::Selection;

use super::{
    places, uuids,
    variants::{Values, keys},
};
use crate::view::{OptionValue, Product, ProductOption, Variant, VariantOptionValue};

/// An option of a product and one of its values; an option without values comes once.
struct OptionRow(ProductOption, Option<OptionValue>);

impl FromQueryResult for OptionRow {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        let option = ProductOption::read_at(row, 0)?;
        let has_value = !entity::cell::is_null(row, ProductOption::WIDTH)?;
        let value = has_value.then(|| OptionValue::read_at(row, ProductOption::WIDTH)).transpose()?;
        Ok(Self(option, value))
    }
}

pub(super) async fn fill_product_options(tx: &Tx, products: &mut [Product], selection: &Selection) -> db::Result<()> {
    // Without values there is nothing to join, and the columns are null.
    let values = if selection.has("values") {
        "select v.* from product_option_values v
         where v.organization_id = o.organization_id and v.option_id = o.id and v.deleted_at is null
           and (l.value_ids is null or v.id = any (l.value_ids)) offset 0"
    } else {
        "select v.* from product_option_values v limit 0"
    };
    let sql = format!(
        "select {}, {} from product_product_options l
         cross join lateral (
           select o.* from product_options o
           where o.organization_id = l.organization_id and o.id = l.option_id and o.deleted_at is null offset 0
         ) o
         left join lateral ({values}) v on true
         where l.product_id = any($1)
         order by l.product_id, l.rank, o.id, v.rank, v.id",
        ProductOption::SELECT,
        OptionValue::SELECT,
    );
    let rows: Vec<OptionRow> = db::fetch_all(tx, &sql, [uuids(products.iter().map(|product| product.id))]).await?;
    let places = places(products);
    for OptionRow(option, value) in rows {
        let Some(at) = places.get(&option.product_id) else {
            continue;
        };
        let options = &mut products[*at].options;
        if options.last().is_none_or(|last| last.id != option.id) {
            options.push(option);
        }
        if let (Some(option), Some(value)) = (options.last_mut(), value) {
            option.values.push(Arc::new(value));
        }
    }
    Ok(())
}

/// The values that came with options of products.
pub(super) fn known(products: &[Product]) -> Values {
    let options = products.iter().flat_map(|product| &product.options);
    options.flat_map(|option| &option.values).map(|value| (value.id, Arc::clone(value))).collect()
}

/// Loads the values of options that are listed on their own.
pub async fn fill_values(tx: &Tx, options: &mut [ProductOption]) -> db::Result<()> {
    let sql = format!(
        "select {} from product_option_values v where v.option_id = any($1) and v.deleted_at is null
         order by v.rank, v.id",
        OptionValue::SELECT
    );
    let rows: Vec<OptionValue> = db::fetch_all(tx, &sql, [uuids(options.iter().map(|option| option.id))]).await?;
    let mut values: HashMap<OptionId, Vec<Arc<OptionValue>>> = HashMap::new();
    for value in rows {
        values.entry(value.option_id).or_default().push(Arc::new(value));
    }
    for option in options {
        option.values = values.remove(&option.id).unwrap_or_default();
    }
    Ok(())
}

row! {
    struct LinkRow from "l" {
        variant_id: VariantId,
        option_value_id: OptionValueId,
    }
}

/// The values that make the variants. Those that are known are not read again.
pub(super) async fn fill_variant_options(
    tx: &Tx,
    variants: &mut [&mut Variant],
    mut values: Values,
    with_option: bool,
) -> db::Result<()> {
    let sql = format!("select {} from product_variant_options l where l.variant_id = any($1)", LinkRow::SELECT);
    let links: Vec<LinkRow> = db::fetch_all(tx, &sql, [keys(variants)]).await?;
    let missing: HashSet<OptionValueId> =
        links.iter().map(|link| link.option_value_id).filter(|id| !values.contains_key(id)).collect();
    if !missing.is_empty() {
        let sql = format!(
            "select {} from product_option_values v where v.id = any($1) and v.deleted_at is null",
            OptionValue::SELECT
        );
        let read: Vec<OptionValue> = db::fetch_all(tx, &sql, [uuids(missing)]).await?;
        values.extend(read.into_iter().map(|value| (value.id, Arc::new(value))));
    }
    let options = if with_option { options_of(tx, values.values()).await? } else { HashMap::new() };

    let mut by_variant: HashMap<VariantId, Vec<VariantOptionValue>> = HashMap::new();
    for LinkRow { variant_id, option_value_id } in links {
        if let Some(value) = values.get(&option_value_id) {
            let option = options.get(&value.option_id).cloned();
            by_variant.entry(variant_id).or_default().push(VariantOptionValue { value: Arc::clone(value), option });
        }
    }
    for variant in variants {
        variant.options = by_variant.remove(&variant.id).unwrap_or_default();
        variant.options.sort_by_key(|of| (of.value.option_id, of.value.rank, of.value.id));
    }
    Ok(())
}

async fn options_of(
    tx: &Tx,
    values: impl Iterator<Item = &Arc<OptionValue>>,
) -> db::Result<HashMap<OptionId, Arc<ProductOption>>> {
    let wanted: HashSet<OptionId> = values.map(|value| value.option_id).collect();
    let sql = format!(
        "select {} from product_options o
         cross join lateral (
           select l.product_id from product_product_options l
           where l.organization_id = o.organization_id and l.option_id = o.id limit 1
         ) l
         where o.id = any($1) and o.deleted_at is null",
        ProductOption::SELECT
    );
    let options: Vec<ProductOption> = db::fetch_all(tx, &sql, [uuids(wanted)]).await?;
    Ok(options.into_iter().map(|option| (option.id, Arc::new(option))).collect())
}
