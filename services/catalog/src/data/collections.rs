//! Collections.

use db::Tx;
use entity::ids::CollectionId;
use resource::{Filter, Select, ids, order_by};
use web::{ListQuery, fields::Selection, query::TimeRange};

use super::{Reach, products_of};
use crate::view::Collection;

/// What `GET /store/collections` filters by.
#[derive(Debug, Clone, Default)]
pub struct CollectionFilter {
    pub id: Option<Vec<String>>,
    pub title: Option<Vec<String>>,
    pub handle: Option<Vec<String>>,
    pub external_id: Option<Vec<String>>,
    pub created_at: Option<TimeRange>,
    pub updated_at: Option<TimeRange>,
}

/// One page and the number of all matches.
pub async fn list_collections(
    tx: &Tx,
    filter: &CollectionFilter,
    list: &ListQuery,
) -> db::Result<(Vec<Collection>, i64)> {
    let mut conditions = Filter::new("c.deleted_at is null");
    if let Some(id) = &filter.id {
        conditions.and("c.id = any(?)", ids::<CollectionId>(id));
    }
    conditions.and_texts("c.title", filter.title.as_ref());
    conditions.and_texts("c.handle", filter.handle.as_ref());
    conditions.and_texts("c.external_id", filter.external_id.as_ref());
    conditions.and_time("c.created_at", filter.created_at);
    conditions.and_time("c.updated_at", filter.updated_at);
    conditions.and_words(&["c.title"], &list.words);

    let order_by = order_by("c", &list.order, "c.created_at desc, c.id desc");
    let select = Select { columns: Collection::SELECT, from: "product_collections c", order_by: &order_by };
    resource::page(tx, select, &conditions, Vec::new(), list.page).await
}

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
