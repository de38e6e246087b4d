//! Collections.

use db::Tx;
use entity::ids::CollectionId;
use sea_orm::{FromQueryResult, Value};
use web::{ListQuery, fields::Selection, query::TimeRange};

use super::{Filter, Reach, ids, order_by, products_of};
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

#[derive(FromQueryResult)]
struct Count {
    count: i64,
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

    let (where_sql, next) = (conditions.sql(), conditions.next());
    let count_sql = format!("select count(*) as count from product_collections c where {where_sql}");
    let count = db::fetch_one::<Count>(tx, &count_sql, conditions.values()).await?.count;
    let sql = format!(
        "select {} from product_collections c where {where_sql} {} limit ${next} offset ${}",
        Collection::SELECT,
        order_by("c", &list.order, "c.created_at desc, c.id desc"),
        next + 1
    );
    let mut values = conditions.values();
    values.extend([Value::from(list.page.limit), Value::from(list.page.offset)]);
    Ok((db::fetch_all(tx, &sql, values).await?, count))
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
