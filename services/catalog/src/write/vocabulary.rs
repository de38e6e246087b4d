//! What products refer to by name: types and tags, made when the shop does not have them; collections and categories,
//! which it must have.

use std::collections::{BTreeSet, HashMap};

use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Problem, ProductDraft, ShopContext};

/// Names and the keys that they stand for.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub(super) types: HashMap<String, Uuid>,
    pub(super) tags: HashMap<String, Uuid>,
    pub(super) collections: HashMap<String, Uuid>,
    pub(super) categories: HashMap<String, Uuid>,
}

#[derive(FromQueryResult)]
struct Named {
    name: String,
    id: Uuid,
}

impl Vocabulary {
    pub(super) async fn resolve(tx: &Tx, shop: &ShopContext, drafts: &[ProductDraft]) -> db::Result<Self> {
        let types = names(drafts.iter().filter_map(|draft| draft.type_value.as_deref()));
        let tags = names(drafts.iter().flat_map(|draft| draft.tags.iter().flatten()).map(String::as_str));
        let collections = names(drafts.iter().filter_map(|draft| draft.collection_handle.as_deref()));
        let categories =
            names(drafts.iter().flat_map(|draft| draft.category_handles.iter().flatten()).map(String::as_str));
        Ok(Self {
            types: ensure(tx, shop, "product_types", types).await?,
            tags: ensure(tx, shop, "product_tags", tags).await?,
            collections: find(tx, shop, "product_collections", "handle", &collections).await?,
            categories: find(tx, shop, "product_categories", "handle", &categories).await?,
        })
    }

    /// The collections and categories that drafts name and the shop does not have.
    pub(super) fn problems(&self, drafts: &[ProductDraft]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (at, draft) in drafts.iter().enumerate() {
            let mut missing = |field: &str, what: &str, name: &str| {
                problems.push(Problem {
                    draft: at,
                    variant: None,
                    handle: draft.handle.clone(),
                    field: field.to_owned(),
                    message: format!("the shop has no {what} '{name}': make it first"),
                });
            };
            if let Some(name) = draft.collection_handle.as_deref().filter(|name| !name.is_empty())
                && !self.collections.contains_key(name)
            {
                missing("collection_handle", "collection", name);
            }
            for name in draft.category_handles.iter().flatten().filter(|name| !self.categories.contains_key(*name)) {
                missing("category_handles", "category", name);
            }
        }
        problems
    }
}

fn names<'a>(given: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    given.filter(|name| !name.is_empty()).collect()
}

/// Finds the words of a table and makes the missing ones. Another writer may make the same ones meanwhile: its commit is
/// waited for, in the order of the words, so that two writers do not wait for each other.
async fn ensure(tx: &Tx, shop: &ShopContext, table: &str, words: BTreeSet<&str>) -> db::Result<HashMap<String, Uuid>> {
    let known = find(tx, shop, table, "value", &words).await?;
    let missing: BTreeSet<&str> = words.iter().copied().filter(|word| !known.contains_key(*word)).collect();
    if missing.is_empty() {
        return Ok(known);
    }
    let sql = format!(
        "insert into public.{table} (organization_id, value) select $1, w from unnest($2::text[]) with ordinality as w (w, at)
         order by at on conflict (organization_id, value) where deleted_at is null do nothing"
    );
    db::exec(tx, &sql, [shop.organization.into(), texts(&missing)]).await?;
    find(tx, shop, table, "value", &words).await
}

async fn find(
    tx: &Tx,
    shop: &ShopContext,
    table: &str,
    column: &str,
    wanted: &BTreeSet<&str>,
) -> db::Result<HashMap<String, Uuid>> {
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "select t.{column} as name, t.id from public.{table} t
         where t.organization_id = $1 and t.{column} = any($2) and t.deleted_at is null"
    );
    let rows: Vec<Named> = db::fetch_all(tx, &sql, [shop.organization.into(), texts(wanted)]).await?;
    Ok(rows.into_iter().map(|row| (row.name, row.id)).collect())
}

fn texts(texts: &BTreeSet<&str>) -> sea_orm::Value {
    texts.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>().into()
}
