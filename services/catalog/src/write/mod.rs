//! Writing products: many drafts in, a fixed number of statements out.
//!
//! Owns [`upsert_products`], which the imports and the seed share, and what a draft must be ([`validate()`]). It must
//! never commit, run a statement per product, or touch what a draft leaves open.
//!
//! It loads what the shop has of the drafts' products, plans the difference without the database (`plan`), and writes
//! it table by table. To add a field: the draft, its check in `validate`, its column in `tables`, its line in `plan`.
//!
//! Quirk: an inventory item that two managed variants share by SKU is shared on purpose. The last stock that is said wins.

pub mod apply;
mod bulk;
mod context;
mod draft;
mod error;
mod handle;
mod identifiers;
mod plan;
mod row;
mod stored;
mod tables;
#[cfg(test)]
mod tests;
mod validate;
mod vocabulary;

use db::Tx;
use entity::ids::ProductId;
use events::{Emit, EventName};
use serde_json::{Value, json};

pub(crate) use bulk::begin_bulk;
pub use context::ShopContext;
pub use draft::{Customs, ImageDraft, OptionDraft, ProductDraft, ProductStatus, VariantDraft};
pub use error::{Problem, WriteError};
pub use handle::{MAX_HANDLE, handle_of, is_handle};
pub use validate::{MAX_DESCRIPTION, MAX_IMAGES, MAX_NAMES, MAX_OPTIONS, MAX_TITLE, MAX_VARIANTS, MAX_WORD, validate};

use plan::Plan;
use tables::ProductRow;
use vocabulary::Vocabulary;

/// A product was made.
pub const PRODUCT_CREATED: EventName = EventName::new("product.created");
/// A product, or something that belongs to it, was changed.
pub const PRODUCT_UPDATED: EventName = EventName::new("product.updated");
/// A product was deleted, with all that is its own.
pub const PRODUCT_DELETED: EventName = EventName::new("product.deleted");
/// A variant was made.
pub const VARIANT_CREATED: EventName = EventName::new("product_variant.created");
/// A variant, or its prices or values, was changed.
pub const VARIANT_UPDATED: EventName = EventName::new("product_variant.updated");
/// A variant was deleted.
pub const VARIANT_DELETED: EventName = EventName::new("product_variant.deleted");

/// A product that now is what its draft says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upserted {
    /// Its handle.
    pub handle: String,
    /// Its key.
    pub id: ProductId,
    /// It was not there before.
    pub created: bool,
    /// Something was written; a product that was made is changed too.
    pub changed: bool,
}

/// Makes the shop's products what the drafts say, found by handle, and tells of each that changed.
///
/// `tx` is a service transaction that works in the shop ([`Tx::work_in`]); nothing is committed. Keys of products,
/// variants, options, values, pictures, prices and stock that were there stay the same. Variants that are not named are
/// marked as deleted; options, values and pictures that are not named go.
pub async fn upsert_products(
    tx: &Tx,
    shop: &ShopContext,
    drafts: &[ProductDraft],
) -> Result<Vec<Upserted>, WriteError> {
    if tx.organization()? != shop.organization {
        return Err(WriteError::NotReady("the transaction works in another shop than the one that was loaded"));
    }
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    refuse(validate(shop, drafts))?;
    let names = Vocabulary::resolve(tx, shop, drafts).await?;
    let stored = stored::load_products(tx, shop, drafts).await?;
    let mut problems = names.problems(drafts);
    problems.extend(identifiers::taken(tx, shop, drafts, &stored).await?);
    refuse(problems)?;
    let mut stock = stored::load_stock(tx, shop, drafts, &stored).await?;

    let mut plan = Plan::default();
    let mut upserted = Vec::with_capacity(drafts.len());
    let mut told = Vec::new();
    for draft in drafts {
        let stored = stored.get(&draft.handle);
        let size = plan.len();
        let row = plan.add(shop, &names, &mut stock, draft, stored);
        let (id, created, changed) = (ProductId(row.id), stored.is_none(), plan.len() != size);
        upserted.push(Upserted { handle: draft.handle.clone(), id, created, changed });
        if changed {
            let event = Emit::new(if created { PRODUCT_CREATED } else { PRODUCT_UPDATED }, id).after(summary(&row));
            told.push(match stored {
                Some(stored) => event.before(summary(&stored.row)),
                None => event,
            });
        }
    }
    plan.write(tx, shop).await.map_err(name_constraint)?;
    let changed = upserted.iter().filter(|one| one.changed).map(|one| one.id.0).collect();
    plan.queue_search(tx, shop, changed).await?;
    events::emit_all(tx, told).await?;
    Ok(upserted)
}

fn refuse(mut problems: Vec<Problem>) -> Result<(), WriteError> {
    if problems.is_empty() {
        return Ok(());
    }
    problems.sort_by_key(|problem| problem.draft);
    Err(WriteError::Invalid(problems))
}

/// What was checked before may be taken by another writer meanwhile.
fn name_constraint(error: db::Error) -> WriteError {
    match &error {
        db::Error::Constraint { name, .. } => match error::UNIQUE.iter().find(|(index, _)| index == name) {
            Some((_, what)) => WriteError::Taken { what },
            None => error.into(),
        },
        _ => error.into(),
    }
}

fn summary(row: &ProductRow) -> Value {
    json!({ "id": ProductId(row.id), "handle": row.handle, "title": row.title, "status": row.status })
}
