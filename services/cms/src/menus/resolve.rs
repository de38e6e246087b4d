//! Where the entries of menus lead, for those who shop: one question, whatever stands in them.

use std::collections::HashMap;

use auth::Shopper;
use blocks::{Link, Target};
use db::Tx;
use entity::ids::{CategoryId, CollectionId, PageId, ProductId};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::Item;

/// A menu, and the language in which it is read.
#[derive(Debug)]
pub(crate) struct Menu {
    pub(crate) locale: String,
    pub(crate) items: Vec<Item>,
}

#[derive(FromQueryResult)]
struct Found {
    kind: String,
    id: Uuid,
    locale: String,
    name: String,
}

/// What is named by its id, and in which language it is wanted.
type Named = (&'static str, Uuid, String);

fn named(link: &str) -> Option<(&'static str, Uuid)> {
    let link = Link::try_from(link.to_owned()).ok()?;
    Some(match link.target() {
        Target::Page(id) => ("page", id.parse::<PageId>().ok()?.0),
        Target::Product(id) => ("product", id.parse::<ProductId>().ok()?.0),
        Target::Collection(id) => ("collection", id.parse::<CollectionId>().ok()?.0),
        Target::Category(id) => ("category", id.parse::<CategoryId>().ok()?.0),
        _ => return None,
    })
}

fn collect(items: &[Item], locale: &str, wanted: &mut Vec<Named>) {
    for item in items {
        wanted.extend(item.link.as_deref().and_then(named).map(|(kind, id)| (kind, id, locale.to_owned())));
        collect(&item.items, locale, wanted);
    }
}

/// A page in the language that is wanted, else as it was named; of what else has an id its handle. What the shopper does not see is not found.
const SQL: &str = "with w as (select * from unnest($2::text[], $3::uuid[], $4::text[]) w (kind, id, locale))
    select 'page' as kind, w.id, w.locale, t.slug as name
    from w join pages o on o.organization_id = $1 and o.id = w.id and o.kind = 'page' and o.status = 'published' and o.deleted_at is null
    join lateral (select t.slug from pages t
      where t.organization_id = $1 and t.group_id = o.group_id and t.kind = 'page' and t.status = 'published' and t.deleted_at is null
      order by (t.locale = w.locale) desc, (t.id = o.id) desc limit 1) t on true
    where w.kind = 'page'
    union all
    select 'product', w.id, w.locale, p.handle
    from w join products p on p.organization_id = $1 and p.id = w.id and p.status = 'published' and p.deleted_at is null
    where w.kind = 'product' and ($5 or exists (select from product_sales_channels l
      where l.organization_id = $1 and l.product_id = p.id and l.sales_channel_id = any($6)))
    union all
    select 'collection', w.id, w.locale, c.handle
    from w join product_collections c on c.organization_id = $1 and c.id = w.id and c.deleted_at is null
    where w.kind = 'collection'
    union all
    select 'category', w.id, w.locale, c.handle
    from w join product_categories c on c.organization_id = $1 and c.id = w.id and c.deleted_at is null and c.is_active and not c.is_internal
    where w.kind = 'category'";

/// The entries of each menu with where they lead; what leads nowhere any more is left out.
pub(crate) async fn resolve(tx: &Tx, shopper: &Shopper, menus: &[Menu]) -> Result<Vec<Value>, ApiError> {
    let mut wanted = Vec::new();
    for menu in menus {
        collect(&menu.items, &menu.locale, &mut wanted);
    }
    wanted.sort();
    wanted.dedup();
    let mut paths: HashMap<Named, String> = HashMap::new();
    if !wanted.is_empty() {
        let values: [Cell; 6] = [
            tx.organization()?.into(),
            wanted.iter().map(|(kind, ..)| (*kind).to_owned()).collect::<Vec<_>>().into(),
            wanted.iter().map(|(_, id, _)| *id).collect::<Vec<_>>().into(),
            wanted.iter().map(|(.., locale)| locale.clone()).collect::<Vec<_>>().into(),
            (shopper.is_only_channel && !shopper.sales_channels.is_empty()).into(),
            shopper.sales_channels.iter().map(|channel| channel.0).collect::<Vec<_>>().into(),
        ];
        for Found { kind, id, locale, name } in db::fetch_all::<Found>(tx, SQL, values).await? {
            let (kind, path) = match kind.as_str() {
                "page" => ("page", if name == "home" { "/".to_owned() } else { format!("/{name}") }),
                "product" => ("product", format!("/products/{name}")),
                "collection" => ("collection", format!("/collections/{name}")),
                _ => ("category", format!("/categories/{name}")),
            };
            paths.insert((kind, id, locale), path);
        }
    }
    Ok(menus.iter().map(|menu| Value::Array(shown(&menu.items, &menu.locale, &paths))).collect())
}

fn shown(items: &[Item], locale: &str, paths: &HashMap<Named, String>) -> Vec<Value> {
    items.iter().filter_map(|item| one(item, locale, paths)).collect()
}

/// An entry as it is answered. One that leads nowhere any more stays as the heading of what stands below it.
fn one(item: &Item, locale: &str, paths: &HashMap<Named, String>) -> Option<Value> {
    let below = shown(&item.items, locale, paths);
    let (kind, id, url) = match item.link.as_deref() {
        None => ("group", None, None),
        Some(link) => match named(link) {
            Some((kind, id)) => (kind, Some(link), Some(paths.get(&(kind, id, locale.to_owned())).cloned())),
            None => (kind_of(link), None, Some(Some(link.to_owned()))),
        },
    };
    let (kind, id, url) = match url {
        // What it named is not there for this shopper.
        Some(None) => ("group", None, None),
        Some(url) => (kind, id, url),
        None => (kind, None, None),
    };
    if url.is_none() && below.is_empty() {
        return None;
    }
    Some(json!({ "label": item.label, "type": kind, "id": id, "url": url, "items": below }))
}

fn kind_of(link: &str) -> &'static str {
    match Link::try_from(link.to_owned()).as_ref().map(Link::target) {
        Ok(Target::Mail(_)) => "mail",
        Ok(Target::Phone(_)) => "phone",
        Ok(Target::Site(_)) => "site",
        Ok(Target::Anchor(_)) => "anchor",
        _ => "web",
    }
}
