//! The category tree, as far as it was selected: one statement per level, not per category.

use std::{
    collections::{HashMap, HashSet},
    future::Future,
    pin::Pin,
};

use db::Tx;
use entity::ids::CategoryId;
use resource::{Filter, Select, ids, order_by};
use uuid::Uuid;
use web::{ListQuery, fields::Selection, query::TimeRange};

use super::{Reach, products_of, uuids};
use crate::view::Category;

/// What `GET /store/product-categories` filters by.
#[derive(Debug, Clone, Default)]
pub struct CategoryFilter {
    pub id: Option<Vec<String>>,
    pub name: Option<Vec<String>>,
    pub description: Option<Vec<String>>,
    pub handle: Option<Vec<String>>,
    pub external_id: Option<Vec<String>>,
    /// `null` asks for the roots.
    pub parent_category_id: Option<Vec<String>>,
    pub created_at: Option<TimeRange>,
    pub updated_at: Option<TimeRange>,
}

const VISIBLE: &str = "c.is_active and not c.is_internal and c.deleted_at is null";

/// One page and the number of all matches.
pub async fn list_categories(tx: &Tx, filter: &CategoryFilter, list: &ListQuery) -> db::Result<(Vec<Category>, i64)> {
    let mut conditions = Filter::new(VISIBLE);
    if let Some(id) = &filter.id {
        conditions.and("c.id = any(?)", ids::<CategoryId>(id));
    }
    match filter.parent_category_id.as_deref() {
        None => {}
        Some([only]) if only == "null" || only.is_empty() => conditions.also("c.parent_category_id is null"),
        Some(parents) => conditions.and("c.parent_category_id = any(?)", ids::<CategoryId>(parents)),
    }
    conditions.and_texts("c.name", filter.name.as_ref());
    conditions.and_texts("c.description", filter.description.as_ref());
    conditions.and_texts("c.handle", filter.handle.as_ref());
    conditions.and_texts("c.external_id", filter.external_id.as_ref());
    conditions.and_time("c.created_at", filter.created_at);
    conditions.and_time("c.updated_at", filter.updated_at);
    conditions.and_words(&["c.name", "c.description", "c.handle"], &list.words);

    let order_by = order_by("c", &list.order, "c.rank, c.id");
    let select = Select { columns: Category::SELECT, from: "product_categories c", order_by: &order_by };
    resource::page(tx, select, &conditions, Vec::new(), list.page).await
}

/// Loads the selected relations. The selection's depth bounds the recursion, and it is at most three.
pub fn fill_categories<'a>(
    tx: &'a Tx,
    categories: &'a mut [Category],
    selection: &'a Selection,
    reach: &'a Reach,
) -> Pin<Box<dyn Future<Output = db::Result<()>> + Send + 'a>> {
    Box::pin(async move {
        if categories.is_empty() {
            return Ok(());
        }
        if let Some(selection) = selection.get("parent_category") {
            fill_parents(tx, categories, selection, reach).await?;
        }
        if let Some(selection) = selection.get("category_children") {
            fill_children(tx, categories, selection, reach).await?;
        }
        if let Some(selection) = selection.get("products") {
            let owners = categories.iter().map(|category| category.id.0).collect();
            let from = "product_category_products l \
                join products p on p.organization_id = l.organization_id and p.id = l.product_id";
            let mut products = products_of(tx, from, "l.product_category_id", owners, selection, reach).await?;
            for category in categories {
                category.products = products.remove(&category.id.0).unwrap_or_default();
            }
        }
        Ok(())
    })
}

async fn fill_parents(tx: &Tx, categories: &mut [Category], selection: &Selection, reach: &Reach) -> db::Result<()> {
    let wanted: HashSet<CategoryId> = categories.iter().filter_map(|category| category.parent_category_id).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let mut parents = load(tx, "c.id", wanted.into_iter().map(Uuid::from).collect()).await?;
    fill_categories(tx, &mut parents, selection, reach).await?;
    let parents: HashMap<CategoryId, Category> = parents.into_iter().map(|parent| (parent.id, parent)).collect();
    for category in categories {
        let parent = category.parent_category_id.and_then(|id| parents.get(&id));
        category.parent_category = parent.cloned().map(Box::new);
    }
    Ok(())
}

async fn fill_children(tx: &Tx, categories: &mut [Category], selection: &Selection, reach: &Reach) -> db::Result<()> {
    let mut children =
        load(tx, "c.parent_category_id", categories.iter().map(|category| category.id.0).collect()).await?;
    fill_categories(tx, &mut children, selection, reach).await?;
    let mut by_parent: HashMap<CategoryId, Vec<Category>> = HashMap::new();
    for child in children {
        if let Some(parent) = child.parent_category_id {
            by_parent.entry(parent).or_default().push(child);
        }
    }
    for category in categories {
        category.category_children = by_parent.remove(&category.id).unwrap_or_default();
    }
    Ok(())
}

async fn load(tx: &Tx, column: &str, ids: Vec<Uuid>) -> db::Result<Vec<Category>> {
    let sql = format!(
        "select {} from product_categories c where {column} = any($1) and {VISIBLE} order by c.rank, c.id",
        Category::SELECT
    );
    db::fetch_all(tx, &sql, [uuids(ids)]).await
}
