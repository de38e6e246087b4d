//! Changing products one by one or many at once, as the Admin API says it: by id, each field for itself.
//!
//! Owns [`apply`] and its counterpart, which deletes. They work as whoever calls (`db.begin(&staff)`), so the policies decide with them; the number of
//! statements does not depend on the number of products. Nothing is committed, and after a refusal nothing may be.
//!
//! `said` is what is wanted, `known` what there is of what it names, `stored` what the products are now, and `plan` the difference.

mod images;
mod known;
mod options;
mod plan;
mod refused;
mod said;
mod stored;
mod tables;

use std::collections::{BTreeMap, HashMap, HashSet};

use db::Tx;
use entity::ids::{InventoryItemId, OptionId, ProductId};
use events::Emit;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

pub use images::{Pair, link_images};
pub use options::{change_option, create_option, delete_option};
pub use refused::Refused;
pub use said::{ImageSaid, OptionSaid, Parts, PriceSaid, ProductSaid, Texts, VariantSaid};

use known::Known;
use plan::{Context, Plan, Unique};
use refused::taken;

/// The most variants of one request: each has rows in half a dozen tables, and all of them are one transaction.
const MAX_AT_ONCE: usize = 5_000;

/// What becomes of products: some are made or changed, some go. Answers the keys of the former, in their order.
pub async fn apply(tx: &Tx, said: Vec<ProductSaid>, gone: Vec<Uuid>) -> Result<Vec<Uuid>, Refused> {
    let variants: usize = said.iter().map(|said| said.variants.named().len()).sum();
    if variants > MAX_AT_ONCE {
        let words = format!("Fields 'variants' have {variants} in all, expected at most: '{MAX_AT_ONCE}' at once");
        return Err(Refused::Invalid(words));
    }
    let mut once = HashSet::new();
    let named: Vec<Uuid> = said.iter().filter_map(|said| said.id).chain(gone.iter().copied()).collect();
    if let Some(id) = named.iter().find(|id| !once.insert(**id)) {
        return Err(Refused::Invalid(format!("Product with id: {} is named twice", ProductId(*id))));
    }
    let stored = stored::load(tx, named.clone()).await?;
    if let Some(id) = named.iter().find(|id| !stored.contains_key(id)) {
        return Err(Refused::Missing { what: "Product", id: ProductId(*id).to_string() });
    }
    let mut plan = Plan::default();
    gone.iter().filter_map(|id| stored.get(id)).for_each(|stored| plan.delete(stored));
    let mut written = Vec::with_capacity(said.len());
    if !said.is_empty() {
        let context = Context { known: Known::load(tx, &said).await?, shared: shared(tx, &said, &stored).await? };
        for said in said {
            let stored = said.id.and_then(|id| stored.get(&id));
            written.push(plan.product(&context, said, stored)?);
        }
    }
    check_unique(tx, &plan, named).await?;
    plan.write(tx).await?;
    let told = plan.told.into_iter().map(|told| {
        let event = Emit::new(told.name, told.id);
        let event = told.before.map_or(event.clone(), |before| event.before(before));
        told.after.map_or(event.clone(), |after| event.after(after))
    });
    events::emit_all(tx, told.collect::<Vec<_>>()).await?;
    Ok(written)
}

/// Options that are named and that the product does not have yet.
async fn shared(
    tx: &Tx,
    said: &[ProductSaid],
    stored: &HashMap<Uuid, stored::Stored>,
) -> db::Result<HashMap<Uuid, (tables::OptionRow, Vec<tables::ValueRow>)>> {
    let mut wanted = Vec::new();
    for said in said {
        let own = said.id.and_then(|id| stored.get(&id)).map(|stored| stored.options.as_slice()).unwrap_or_default();
        let named = said.options.named().iter().filter_map(|option| known::id::<OptionId>(option.id.as_deref()?));
        wanted.extend(named.filter(|id| !own.iter().any(|option| option.row.id == *id)));
    }
    stored::options(tx, wanted).await
}

#[derive(FromQueryResult)]
struct Taken {
    field: String,
    value: String,
}

/// Handles, SKUs and numbers that others have, or that are said twice.
async fn check_unique(tx: &Tx, plan: &Plan, products: Vec<Uuid>) -> Result<(), Refused> {
    let mut seen: BTreeMap<&str, HashSet<&str>> = BTreeMap::new();
    for Unique { field, value } in &plan.unique {
        if !seen.entry(field).or_default().insert(value) {
            return Err(is_taken(field, value));
        }
    }
    if seen.is_empty() {
        return Ok(());
    }
    let mut values: Vec<Value> = vec![tx.organization()?.into(), products.into(), plan.touched.clone().into()];
    for field in ["handle", "sku", "barcode", "ean", "upc"] {
        let texts = seen.get(field).into_iter().flatten().map(|text| (*text).to_owned());
        values.push(texts.collect::<Vec<String>>().into());
    }
    let found: Option<Taken> = db::fetch_optional(tx, TAKEN, values).await?;
    found.map_or(Ok(()), |Taken { field, value }| Err(is_taken(&field, &value)))
}

fn is_taken(field: &str, value: &str) -> Refused {
    taken(if field == "handle" { "Product" } else { "Product variant" }, field, value)
}

const TAKEN: &str = "
  select 'handle' as field, p.handle as value from public.products p
  where p.organization_id = $1 and p.handle = any($4) and p.deleted_at is null and p.id <> all($2)
  union all select 'sku', v.sku from public.product_variants v
  where v.organization_id = $1 and v.sku = any($5) and v.deleted_at is null and v.id <> all($3)
  union all select 'barcode', v.barcode from public.product_variants v
  where v.organization_id = $1 and v.barcode = any($6) and v.deleted_at is null and v.id <> all($3)
  union all select 'ean', v.ean from public.product_variants v
  where v.organization_id = $1 and v.ean = any($7) and v.deleted_at is null and v.id <> all($3)
  union all select 'upc', v.upc from public.product_variants v
  where v.organization_id = $1 and v.upc = any($8) and v.deleted_at is null and v.id <> all($3)
  limit 1";

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Says what variants take off the stock: `[{variant_id, inventory_item_id, required_quantity}]`.
pub async fn link_items(tx: &Tx, links: serde_json::Value) -> Result<(), Refused> {
    let sql = "select id from private.link_variant_stock($1) as id limit 1";
    let unknown: Option<Id> = db::fetch_optional(tx, sql, [links.into()]).await.map_err(refused::raced)?;
    match unknown {
        None => Ok(()),
        Some(Id { id }) => Err(Refused::Missing { what: "Inventory item", id: InventoryItemId(id).to_string() }),
    }
}

/// Says what variants take off the stock no more: `[{variant_id, inventory_item_id}]`. Answers how many links there were.
pub async fn unlink_items(tx: &Tx, links: serde_json::Value) -> Result<i64, Refused> {
    #[derive(FromQueryResult)]
    struct Gone {
        gone: i64,
    }
    let gone: Gone = db::fetch_one(tx, "select private.unlink_variant_stock($1) as gone", [links.into()]).await?;
    Ok(gone.gone)
}
