//! The category tree, as far as it was selected: one statement per level, or one for all levels; never one per category.

use std::{
    collections::{HashMap, HashSet},
    future::Future,
    pin::Pin,
};

use db::Tx;
use entity::ids::CategoryId;
use resource::{Param, TreeNames, ids};
use sea_orm::Value;
use uuid::Uuid;
use web::{ApiError, fields::Selection};

use super::{Reach, products_of, uuids};
use crate::view::Category;

/// The condition under which shoppers see a category.
pub const VISIBLE_CATEGORY: &str = "c.is_active and not c.is_internal and c.deleted_at is null";

/// Whose children are listed.
pub const PARENT_CATEGORY: Param =
    Param::keys("parent_category_id", parents, "Children of any of these; `null` for the roots.")
        .when("coalesce(c.parent_category_id, '00000000-0000-0000-0000-000000000000') = any(?)");

/// Ids of parents; `null` and nothing stand for the roots.
fn parents(texts: &[String]) -> Value {
    let mut parents = ids::<CategoryId>(texts);
    if texts.iter().any(|text| text.is_empty() || text == "null") {
        parents.push(Uuid::nil());
    }
    parents.into()
}

/// What asks for all that is above or below.
pub const CATEGORY_TREES: TreeNames = &[("include_ancestors_tree", PARENT), ("include_descendants_tree", CHILDREN)];

const PARENT: &str = "parent_category";
const CHILDREN: &str = "category_children";

/// Loads the selected relations.
pub async fn fill_categories(
    tx: &Tx,
    categories: &mut [Category],
    selection: &Selection,
    reach: &Reach,
) -> Result<(), ApiError> {
    // Whole trees were asked for by a parameter of their own, and what is asked for with `fields` is not that deep.
    let (above, below) = (depth(selection, PARENT) > DEEPEST_FIELD, depth(selection, CHILDREN) > DEEPEST_FIELD);
    if above {
        let found = tree(tx, categories, ABOVE).await?;
        let found: HashMap<CategoryId, Category> = found.into_iter().map(|found| (found.id, found)).collect();
        for category in &mut *categories {
            category.parent_category = ancestors(&found, category.parent_category_id);
        }
    }
    if below {
        let mut found: HashMap<CategoryId, Vec<Category>> = HashMap::new();
        for child in tree(tx, categories, BELOW).await? {
            if let Some(parent) = child.parent_category_id {
                found.entry(parent).or_default().push(child);
            }
        }
        let mut left = MOST;
        for category in &mut *categories {
            category.category_children = descendants(&found, category.id, &mut left)?;
        }
    }
    let rest = Rest { selection, above: !above, below: !below };
    Ok(fill(tx, categories, rest, reach).await?)
}

/// The deepest that `fields` may ask for.
const DEEPEST_FIELD: usize = 3;
/// The most categories that the trees of one answer have.
const MOST: usize = 10_000;

/// How many levels of a relation are selected.
fn depth(selection: &Selection, relation: &str) -> usize {
    selection.get(relation).map_or(0, |below| 1 + depth(below, relation))
}

const ABOVE: &str = "select c.parent_category_id, 1 from product_categories c
      where c.organization_id = $1 and c.id = any($2) and c.parent_category_id is not null
    union
    select c.parent_category_id, t.depth + 1 from tree t join product_categories c
      on c.organization_id = $1 and c.id = t.id and c.parent_category_id is not null
        and c.is_active and not c.is_internal and c.deleted_at is null
    where t.depth < 32";

const BELOW: &str = "select c.id, 1 from product_categories c
      where c.organization_id = $1 and c.parent_category_id = any($2)
        and c.is_active and not c.is_internal and c.deleted_at is null
    union
    select c.id, t.depth + 1 from tree t join product_categories c
      on c.organization_id = $1 and c.parent_category_id = t.id
        and c.is_active and not c.is_internal and c.deleted_at is null
    where t.depth < 32";

/// All that shoppers see above or below some categories: what is behind one that they do not see, they do not see either.
async fn tree(tx: &Tx, of: &[Category], walk: &str) -> Result<Vec<Category>, ApiError> {
    let sql = format!(
        "with recursive tree (id, depth) as ({walk})
         select {} from product_categories c
         where c.organization_id = $1 and c.id in (select t.id from tree t) and {VISIBLE_CATEGORY}
         order by c.rank, c.id limit {}",
        Category::SELECT,
        MOST + 1
    );
    let of = uuids(of.iter().map(|category| category.id));
    let found: Vec<Category> = db::fetch_all(tx, &sql, [tx.organization()?.into(), of]).await?;
    if found.len() > MOST { Err(too_many()) } else { Ok(found) }
}

fn too_many() -> ApiError {
    ApiError::invalid_data(format!(
        "Invalid request: The trees of these categories have more than {MOST} in all: ask for fewer with 'limit'"
    ))
}

fn ancestors(found: &HashMap<CategoryId, Category>, of: Option<CategoryId>) -> Option<Box<Category>> {
    let mut parent = found.get(&of?)?.clone();
    parent.parent_category = ancestors(found, parent.parent_category_id);
    Some(Box::new(parent))
}

fn descendants(
    found: &HashMap<CategoryId, Vec<Category>>,
    of: CategoryId,
    left: &mut usize,
) -> Result<Vec<Category>, ApiError> {
    let mut children = found.get(&of).cloned().unwrap_or_default();
    *left = left.checked_sub(children.len()).ok_or_else(too_many)?;
    for child in &mut children {
        child.category_children = descendants(found, child.id, left)?;
    }
    Ok(children)
}

/// What is selected, and which of it is loaded level by level.
#[derive(Clone, Copy)]
struct Rest<'a> {
    selection: &'a Selection,
    above: bool,
    below: bool,
}

/// The selection's depth bounds the recursion, and it is at most three.
fn fill<'a>(
    tx: &'a Tx,
    categories: &'a mut [Category],
    Rest { selection, above, below }: Rest<'a>,
    reach: &'a Reach,
) -> Pin<Box<dyn Future<Output = db::Result<()>> + Send + 'a>> {
    Box::pin(async move {
        if categories.is_empty() {
            return Ok(());
        }
        if let Some(selection) = selection.get(PARENT).filter(|_| above) {
            fill_parents(tx, categories, selection, reach).await?;
        }
        if let Some(selection) = selection.get(CHILDREN).filter(|_| below) {
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
    fill(tx, &mut parents, Rest { selection, above: true, below: true }, reach).await?;
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
    fill(tx, &mut children, Rest { selection, above: true, below: true }, reach).await?;
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
        "select {} from product_categories c where {column} = any($1) and {VISIBLE_CATEGORY} order by c.rank, c.id",
        Category::SELECT
    );
    db::fetch_all(tx, &sql, [uuids(ids)]).await
}
