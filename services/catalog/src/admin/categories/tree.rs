//! What is above and below some categories, as far as it was selected: a statement for each direction, however deep it goes.

use std::collections::HashMap;

use db::Tx;
use entity::ids::CategoryId;
use uuid::Uuid;
use web::fields::Selection;

use super::table::CategoryRow;

/// The most categories that one answer carries in each direction.
const MOST: i64 = 10_000;

pub(super) async fn fill(tx: &Tx, page: &mut [CategoryRow], selection: &Selection) -> db::Result<()> {
    let levels = depth(selection, "parent_category");
    if levels > 0 {
        let above = load(tx, page, levels, ABOVE).await?;
        let above: HashMap<CategoryId, CategoryRow> =
            above.into_iter().map(|category| (category.id, category)).collect();
        for category in page.iter_mut() {
            category.parent_category = parent(&above, category, levels);
        }
    }
    let levels = depth(selection, "category_children");
    if levels > 0 {
        let mut below: HashMap<CategoryId, Vec<CategoryRow>> = HashMap::new();
        for category in load(tx, page, levels, BELOW).await? {
            if let Some(parent) = category.parent_category_id {
                below.entry(parent).or_default().push(category);
            }
        }
        for category in page {
            category.category_children = children(&below, category.id, levels);
        }
    }
    Ok(())
}

/// How many levels of a relation are selected.
fn depth(selection: &Selection, relation: &str) -> i32 {
    selection.get(relation).map_or(0, |below| 1 + depth(below, relation))
}

const ABOVE: &str = "select c.parent_category_id, 1 from public.product_categories c
      where c.organization_id = $1 and c.id = any($2) and c.parent_category_id is not null
    union
    select c.parent_category_id, t.depth + 1 from tree t join public.product_categories c
      on c.organization_id = $1 and c.id = t.id and c.parent_category_id is not null
    where t.depth < $3";

const BELOW: &str = "select c.id, 1 from public.product_categories c
      where c.organization_id = $1 and c.parent_category_id = any($2)
    union
    select c.id, t.depth + 1 from tree t join public.product_categories c
      on c.organization_id = $1 and c.parent_category_id = t.id
    where t.depth < $3";

/// The categories that are so many levels above or below, in the order of their ranks.
async fn load(tx: &Tx, page: &[CategoryRow], levels: i32, walk: &str) -> db::Result<Vec<CategoryRow>> {
    let of: Vec<Uuid> = page.iter().map(|category| category.id.0).collect();
    let sql = format!(
        "with recursive tree (id, depth) as ({walk})
         select {} from public.product_categories c
         where c.organization_id = $1 and c.id in (select id from tree) and c.deleted_at is null
         order by c.rank, c.id limit {MOST}",
        CategoryRow::SELECT
    );
    db::fetch_all(tx, &sql, [tx.organization()?.into(), of.into(), levels.into()]).await
}

fn parent(above: &HashMap<CategoryId, CategoryRow>, of: &CategoryRow, levels: i32) -> Option<Box<CategoryRow>> {
    let mut found = above.get(&of.parent_category_id.filter(|_| levels > 0)?)?.clone();
    found.parent_category = parent(above, &found, levels - 1);
    Some(Box::new(found))
}

fn children(below: &HashMap<CategoryId, Vec<CategoryRow>>, of: CategoryId, levels: i32) -> Vec<CategoryRow> {
    let mut found = below.get(&of).filter(|_| levels > 0).cloned().unwrap_or_default();
    for child in &mut found {
        child.category_children = children(below, child.id, levels - 1);
    }
    found
}
