//! What products refer to by name: types and tags, made when the shop does not have them; collections, categories, sales channels
//! and shipping profiles, which it must have.

use std::{
    collections::{BTreeSet, HashMap},
    str::FromStr,
};

use db::Tx;
use entity::ids::{CategoryId, CollectionId, ProductTagId, ProductTypeId, SalesChannelId, ShippingProfileId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Problem, ProductDraft, ShopContext};

/// Names and the keys that they stand for. Where a name can be told from an id, the id does too.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub(super) types: HashMap<String, Uuid>,
    pub(super) tags: HashMap<String, Uuid>,
    pub(super) collections: HashMap<String, Uuid>,
    pub(super) categories: HashMap<String, Uuid>,
    pub(super) channels: HashMap<String, Uuid>,
    pub(super) shipping_profiles: HashMap<String, Uuid>,
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
        let channels = names(drafts.iter().flat_map(|draft| draft.sales_channels.iter().flatten()).map(String::as_str));
        let profiles = names(drafts.iter().filter_map(|draft| draft.shipping_profile.as_deref()));
        Ok(Self {
            types: ensure::<ProductTypeId>(tx, shop, "product_types", types).await?,
            tags: ensure::<ProductTagId>(tx, shop, "product_tags", tags).await?,
            collections: either::<CollectionId>(tx, shop, "product_collections", "handle", &collections).await?,
            categories: either::<CategoryId>(tx, shop, "product_categories", "handle", &categories).await?,
            channels: either::<SalesChannelId>(tx, shop, "sales_channels", "name", &channels).await?,
            shipping_profiles: either::<ShippingProfileId>(tx, shop, "shipping_profiles", "name", &profiles).await?,
        })
    }

    /// What drafts name and the shop does not have.
    pub(super) fn problems(&self, drafts: &[ProductDraft]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (at, draft) in drafts.iter().enumerate() {
            let one = |name: &Option<String>| name.iter().cloned().collect::<Vec<_>>();
            for (field, what, known, said) in [
                ("collection_handle", "collection", &self.collections, one(&draft.collection_handle)),
                ("category_handles", "category", &self.categories, draft.category_handles.clone().unwrap_or_default()),
                ("type_value", "product type", &self.types, one(&draft.type_value)),
                ("tags", "tag", &self.tags, draft.tags.clone().unwrap_or_default()),
                ("sales_channels", "sales channel", &self.channels, draft.sales_channels.clone().unwrap_or_default()),
                ("shipping_profile", "shipping profile", &self.shipping_profiles, one(&draft.shipping_profile)),
            ] {
                for name in said.iter().filter(|name| !name.is_empty() && !known.contains_key(*name)) {
                    problems.push(Problem {
                        draft: at,
                        variant: None,
                        handle: draft.handle.clone(),
                        field: field.to_owned(),
                        message: format!("the shop has no {what} '{name}': make it first"),
                    });
                }
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
async fn ensure<Id: FromStr + Into<Uuid>>(
    tx: &Tx,
    shop: &ShopContext,
    table: &str,
    words: BTreeSet<&str>,
) -> db::Result<HashMap<String, Uuid>> {
    let known = either::<Id>(tx, shop, table, "value", &words).await?;
    // What reads like an id is none's name: one that is not there was meant to be.
    let is_new = |word: &&str| !known.contains_key(*word) && word.parse::<Id>().is_err();
    let missing: BTreeSet<&str> = words.iter().copied().filter(is_new).collect();
    if missing.is_empty() {
        return Ok(known);
    }
    let sql = format!(
        "insert into public.{table} (organization_id, value) select $1, w from unnest($2::text[]) with ordinality as w (w, at)
         order by at on conflict (organization_id, value) where deleted_at is null do nothing"
    );
    db::exec(tx, &sql, [shop.organization.into(), texts(&missing)]).await?;
    either::<Id>(tx, shop, table, "value", &words).await
}

/// By name, else by id. Of several with one name the oldest is meant.
async fn either<Id: FromStr + Into<Uuid>>(
    tx: &Tx,
    shop: &ShopContext,
    table: &str,
    column: &str,
    wanted: &BTreeSet<&str>,
) -> db::Result<HashMap<String, Uuid>> {
    let mut known = find(tx, shop, table, column, wanted).await?;
    let ids: HashMap<Uuid, &str> = wanted
        .iter()
        .filter(|word| !known.contains_key(**word))
        .filter_map(|word| Some((word.parse::<Id>().ok()?.into(), *word)))
        .collect();
    if !ids.is_empty() {
        let sql = format!(
            "select t.id::text as name, t.id from public.{table} t
             where t.organization_id = $1 and t.id = any($2) and t.deleted_at is null"
        );
        let keys: Vec<Uuid> = ids.keys().copied().collect();
        let rows: Vec<Named> = db::fetch_all(tx, &sql, [shop.organization.into(), keys.into()]).await?;
        known.extend(rows.into_iter().filter_map(|row| Some(((*ids.get(&row.id)?).to_owned(), row.id))));
    }
    Ok(known)
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
         where t.organization_id = $1 and t.{column} = any($2) and t.deleted_at is null
         order by t.id desc"
    );
    let rows: Vec<Named> = db::fetch_all(tx, &sql, [shop.organization.into(), texts(wanted)]).await?;
    Ok(rows.into_iter().map(|row| (row.name, row.id)).collect())
}

fn texts(texts: &BTreeSet<&str>) -> sea_orm::Value {
    texts.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>().into()
}
