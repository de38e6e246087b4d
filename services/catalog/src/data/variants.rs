//! Variants of products.

use db::Tx;

use super::{places, uuids};
use crate::view::{Product, Variant};

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

/// All variants of a page, to hand out rows that were loaded for all of them.
pub(super) fn all(products: &[Product]) -> impl Iterator<Item = &Variant> {
    products.iter().flat_map(|product| &product.variants)
}

/// The same, to change them.
pub(super) fn all_mut(products: &mut [Product]) -> impl Iterator<Item = &mut Variant> {
    products.iter_mut().flat_map(|product| &mut product.variants)
}
