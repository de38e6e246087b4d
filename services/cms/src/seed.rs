//! The pages of the demo shop.

use std::collections::HashMap;

use blocks::Content;
use db::{Db, Tx};
use entity::ids::{CategoryId, CollectionId, ProductId};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;
use web::{ApiError, body::Change};

use crate::pages::{self, Fields, Kind, New, Seo, Snapshot};

/// A page as its file has it. Blocks name products, collections and categories by their handles: `product:storm-lantern`.
#[derive(Deserialize)]
struct Told {
    slug: String,
    locale: String,
    title: String,
    #[serde(default)]
    excerpt: Option<String>,
    #[serde(default)]
    seo: Seo,
    blocks: Value,
}

#[derive(FromQueryResult)]
struct Named {
    kind: String,
    handle: String,
    id: Uuid,
}

/// Makes the pages of a shop and publishes them.
///
/// # Errors
/// A file that is none, blocks that `blocks` refuses, handles that nothing has.
pub async fn demo(db: &Db, organization: Uuid, pages: &str) -> Result<(), ApiError> {
    let told: Vec<Told> = serde_json::from_str(pages).map_err(ApiError::internal)?;
    let mut tx = db.begin_system("have the demo shop say something").await?;
    tx.work_in(organization).await?;
    let named = named(&tx).await?;
    for page in told {
        publish(&tx, page, &named).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What blocks can name, by `kind:handle`.
async fn named(tx: &Tx) -> Result<HashMap<String, String>, ApiError> {
    let sql = "select 'product' as kind, handle, id from products where organization_id = $1 and deleted_at is null
        union all select 'collection', handle, id from product_collections where organization_id = $1 and deleted_at is null
        union all select 'category', handle, id from product_categories where organization_id = $1 and deleted_at is null";
    let found: Vec<Named> = db::fetch_all(tx, sql, [tx.organization()?.into()]).await?;
    let id = |Named { kind, handle, id }: Named| {
        let wire = match &*kind {
            "product" => ProductId(id).to_string(),
            "collection" => CollectionId(id).to_string(),
            _ => CategoryId(id).to_string(),
        };
        (format!("{kind}:{handle}"), wire)
    };
    Ok(found.into_iter().map(id).collect())
}

async fn publish(tx: &Tx, page: Told, named: &HashMap<String, String>) -> Result<(), ApiError> {
    let Told { slug, locale, title, excerpt, seo, mut blocks } = page;
    name(&mut blocks, named);
    let content = Content::parse(&json!({ "blocks": blocks })).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        ApiError::internal(format!("the demo's page {slug}: {}", faults.join("; ")))
    })?;
    let fields = Fields { title, slug, excerpt, seo, ..Fields::default() };
    let first = Snapshot { fields, content: content.to_value() };
    let new = New { kind: Kind::Page, locale, translation_of: None, first, metadata: Change::default() };
    let id = pages::create(tx, new).await?;
    let held = pages::hold(tx, Kind::Page, id).await?;
    let held = held.ok_or_else(|| ApiError::internal("a page of the demo is gone as soon as it was made"))?;
    pages::publish(tx, &held, 1).await
}

/// Writes ids in the place of handles.
fn name(value: &mut Value, named: &HashMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(id) = named.get(text.as_str()) {
                text.clone_from(id);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|one| name(one, named)),
        Value::Object(map) => map.values_mut().for_each(|one| name(one, named)),
        _ => {}
    }
}
