//! What the demo shop says besides its pages: its blog, its changelog, its menus, and how it presents itself.

use std::collections::HashMap;

use blocks::Content;
use db::{Db, Tx};
use entity::ids::{BlogAuthorId, CategoryId, CollectionId, PageId, ProductId};
use sea_orm::{FromQueryResult, Value as Cell};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;
use web::{ApiError, body::Change};

use crate::{
    menus::{self, Item},
    pages::{self, Fields, Kind, New, Snapshot},
    site::{self, Settings},
};

/// As its file has it. What is in the shop is named by its handle: `product:storm-lantern`, `page:about`.
#[derive(Deserialize)]
struct Told {
    site: Settings,
    authors: Vec<Author>,
    posts: Vec<Post>,
    changelog: Vec<Entry>,
    menus: Vec<Menu>,
}

#[derive(Deserialize)]
struct Author {
    slug: String,
    name: String,
    bio: String,
}

#[derive(Deserialize)]
struct Post {
    slug: String,
    title: String,
    excerpt: String,
    tags: Vec<String>,
    authors: Vec<String>,
    blocks: Value,
}

#[derive(Deserialize)]
struct Entry {
    slug: String,
    title: String,
    version: Option<String>,
    change: String,
    tags: Vec<String>,
    blocks: Value,
}

#[derive(Deserialize)]
struct Menu {
    handle: String,
    title: String,
    items: Vec<Item>,
}

#[derive(FromQueryResult)]
struct Named {
    kind: String,
    handle: String,
    id: Uuid,
}

const LOCALE: &str = "en";

/// Says it all, for a shop that the catalogue has made.
///
/// # Errors
/// A file that is none, and blocks that `blocks` refuses.
pub async fn tell(db: &Db, organization: Uuid, text: &str) -> Result<(), ApiError> {
    let Told { site, authors, posts, changelog, menus } = serde_json::from_str(text).map_err(ApiError::internal)?;
    let mut tx = db.begin_system("have the demo shop say something").await?;
    tx.work_in(organization).await?;
    let mut named = named(&tx).await?;
    for author in authors {
        let id = BlogAuthorId::new();
        named.insert(format!("author:{}", author.slug), id.to_string());
        let sql = "insert into blog_authors (organization_id, id, name, slug, bio) values ($1, $2, $3, $4, $5)";
        let values: [Cell; 5] =
            [tx.organization()?.into(), id.0.into(), author.name.into(), author.slug.into(), author.bio.into()];
        db::exec(&tx, sql, values).await?;
    }
    for Post { slug, title, excerpt, tags, authors, blocks } in posts {
        let authors = authors.iter().filter_map(|author| named.get(&format!("author:{author}")).cloned()).collect();
        let fields = Fields {
            title,
            slug,
            excerpt: Some(excerpt),
            tags: Some(tags),
            authors: Some(authors),
            cover: Some(pages::Cover::default()),
            ..Fields::default()
        };
        publish(&tx, Kind::Post, fields, blocks, &named).await?;
    }
    for Entry { slug, title, version, change, tags, blocks } in changelog {
        let fields = Fields { title, slug, version, change: Some(change), tags: Some(tags), ..Fields::default() };
        publish(&tx, Kind::Change, fields, blocks, &named).await?;
    }
    for Menu { handle, title, items } in menus {
        let items = items.into_iter().filter_map(|item| link(item, &named)).collect();
        menus::create(&tx, menus::New { handle, locale: LOCALE.to_owned(), title, items }).await?;
    }
    site::write(&tx, 0, &site).await?;
    tx.commit().await?;
    Ok(())
}

/// What can be named, by `kind:handle`.
async fn named(tx: &Tx) -> Result<HashMap<String, String>, ApiError> {
    let sql = "select 'product' as kind, handle, id from products where organization_id = $1 and deleted_at is null
        union all select 'collection', handle, id from product_collections where organization_id = $1 and deleted_at is null
        union all select 'category', handle, id from product_categories where organization_id = $1 and deleted_at is null
        union all select 'page', slug, id from pages where organization_id = $1 and kind = 'page' and locale = $2 and deleted_at is null";
    let found: Vec<Named> = db::fetch_all(tx, sql, [tx.organization()?.into(), LOCALE.into()]).await?;
    let id = |Named { kind, handle, id }: Named| {
        let wire = match &*kind {
            "product" => ProductId(id).to_string(),
            "collection" => CollectionId(id).to_string(),
            "category" => CategoryId(id).to_string(),
            _ => PageId(id).to_string(),
        };
        (format!("{kind}:{handle}"), wire)
    };
    Ok(found.into_iter().map(id).collect())
}

/// Makes something that is edited as pages are, and publishes it.
async fn publish(
    tx: &Tx,
    kind: Kind,
    fields: Fields,
    mut blocks: Value,
    named: &HashMap<String, String>,
) -> Result<(), ApiError> {
    name(&mut blocks, named);
    let content = Content::parse(&json!({ "blocks": blocks })).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        ApiError::internal(format!("the demo's {}: {}", fields.slug, faults.join("; ")))
    })?;
    let first = Snapshot { fields, content: content.to_value() };
    let new = New { kind, locale: LOCALE.to_owned(), translation_of: None, first, metadata: Change::default() };
    let id = pages::create(tx, new).await?;
    let held = pages::hold(tx, kind, id).await?;
    let held = held.ok_or_else(|| ApiError::internal("what the demo says is gone as soon as it was made"))?;
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

/// An entry of a menu, with what it names by its id; none where the shop has no such thing.
fn link(item: Item, named: &HashMap<String, String>) -> Option<Item> {
    let Item { label, link: to, items } = item;
    let items: Vec<Item> = items.into_iter().filter_map(|item| link(item, named)).collect();
    let is_named = |to: &str| ["product:", "collection:", "category:", "page:"].iter().any(|kind| to.starts_with(kind));
    let to = to.and_then(|to| if is_named(&to) { named.get(&to).cloned() } else { Some(to) });
    (to.is_some() || !items.is_empty()).then_some(Item { label, link: to, items })
}
