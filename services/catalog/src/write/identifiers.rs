//! Numbers that only one variant of a shop has: SKU, barcode, EAN, UPC.

use std::collections::HashMap;

use db::Tx;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{Problem, ProductDraft, ShopContext, VariantDraft, stored::StoredProduct};

/// The field that holds one, how people call it, and how to read it.
type Identifier = (&'static str, &'static str, fn(&VariantDraft) -> Option<&str>);

pub(super) const IDENTIFIERS: [Identifier; 4] = [
    ("sku", "SKU", |variant| variant.sku.as_deref()),
    ("barcode", "barcode", |variant| variant.barcode.as_deref()),
    ("ean", "EAN", |variant| variant.ean.as_deref()),
    ("upc", "UPC", |variant| variant.upc.as_deref()),
];

#[derive(FromQueryResult)]
struct Taken {
    field: String,
    value: String,
    handle: String,
}

/// The drafts' numbers that products of the shop have which are not being written.
pub(super) async fn taken(
    tx: &Tx,
    shop: &ShopContext,
    drafts: &[ProductDraft],
    stored: &HashMap<String, StoredProduct>,
) -> db::Result<Vec<Problem>> {
    let mut values: Vec<Value> =
        vec![shop.organization.into(), stored.values().map(|product| product.row.id).collect::<Vec<Uuid>>().into()];
    for (_, _, read) in IDENTIFIERS {
        let wanted = drafts.iter().flat_map(|draft| &draft.variants).filter_map(read).filter(|value| !value.is_empty());
        values.push(wanted.map(str::to_owned).collect::<Vec<String>>().into());
    }
    let rows: Vec<Taken> = db::fetch_all(tx, TAKEN, values).await?;
    let owners: HashMap<(&str, &str), &str> =
        rows.iter().map(|row| ((row.field.as_str(), row.value.as_str()), row.handle.as_str())).collect();

    let mut problems = Vec::new();
    for (draft_at, draft) in drafts.iter().enumerate() {
        for (variant_at, variant) in draft.variants.iter().enumerate() {
            for (field, name, read) in IDENTIFIERS {
                let Some(value) = read(variant) else { continue };
                let Some(owner) = owners.get(&(field, value)) else { continue };
                problems.push(Problem {
                    draft: draft_at,
                    variant: Some(variant_at),
                    handle: draft.handle.clone(),
                    field: format!("variants[{variant_at}].{field}"),
                    message: format!("{name} '{value}' belongs to another product, '{owner}'"),
                });
            }
        }
    }
    Ok(problems)
}

const TAKEN: &str = "
  with taken as (
    select 'sku' as field, v.sku as value, v.product_id from public.product_variants v
    where v.organization_id = $1 and v.sku = any($3) and v.deleted_at is null
    union all select 'barcode', v.barcode, v.product_id from public.product_variants v
    where v.organization_id = $1 and v.barcode = any($4) and v.deleted_at is null
    union all select 'ean', v.ean, v.product_id from public.product_variants v
    where v.organization_id = $1 and v.ean = any($5) and v.deleted_at is null
    union all select 'upc', v.upc, v.product_id from public.product_variants v
    where v.organization_id = $1 and v.upc = any($6) and v.deleted_at is null
  )
  select t.field, t.value, p.handle from taken t
  join public.products p on p.organization_id = $1 and p.id = t.product_id
  where t.product_id <> all ($2)";
