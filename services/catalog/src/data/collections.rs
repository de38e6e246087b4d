//! Collections.

use db::Tx;
use web::fields::Selection;

use super::{Reach, products_of};
use crate::view::Collection;

/// Loads the selected relations.
pub async fn fill_collections(
    tx: &Tx,
    collections: &mut [Collection],
    selection: &Selection,
    reach: &Reach,
) -> db::Result<()> {
    let Some(selection) = selection.get("products").filter(|_| !collections.is_empty()) else {
        return Ok(());
    };
    let owners = collections.iter().map(|collection| collection.id.0).collect();
    let mut products = products_of(tx, "products p", "p.collection_id", owners, selection, reach).await?;
    for collection in collections {
        collection.products = products.remove(&collection.id.0).unwrap_or_default();
    }
    Ok(())
}
