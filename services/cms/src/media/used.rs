//! Where things of the library are used.

use std::collections::HashMap;

use db::Tx;
use entity::{Timestamp, ids::PageId};
use resource::row;
use sea_orm::{FromQueryResult, QueryResult};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;
use web::ApiError;

use super::Media;

row! {
    /// What uses something, and how that is called where it has a name.
    pub(crate) struct Usage from "u" {
        owner: String,
        owner_id: Uuid,
        state: String,
        kind: Option<String> = "p.kind",
        title: Option<String> = "p.title",
        slug: Option<String> = "p.slug",
        locale: Option<String> = "p.locale",
        created_at: Timestamp,
    }
}

impl Usage {
    /// As messages name it.
    pub(crate) fn named(&self) -> String {
        match (&self.title, &self.slug, &self.locale) {
            (Some(title), Some(slug), Some(locale)) => format!("'{title}' (/{slug}, {locale})"),
            _ => format!("the shop's {}", self.owner.replace('_', " ")),
        }
    }

    /// As the staff is told of it. Posts and shared blocks are called what they are.
    pub(crate) fn told(&self) -> Json {
        let object = self.kind.as_deref().unwrap_or(&self.owner);
        let id = if self.owner == "page" { PageId(self.owner_id).to_string() } else { self.owner_id.to_string() };
        json!({
            "object": object, "id": id, "state": self.state, "title": self.title, "slug": self.slug, "locale": self.locale,
            "created_at": self.created_at
        })
    }
}

/// Where it stands who uses what.
pub(crate) const OWNERS: &str = "media_uses u
    left join pages p on u.owner = 'page' and p.organization_id = u.organization_id and p.id = u.owner_id";
/// What uses one, apart from pages that were deleted.
pub(crate) const OWNED: &str =
    "u.organization_id = $1 and u.media_id = $2 and (u.owner <> 'page' or p.deleted_at is null)";

/// What is published and uses one; as many as are told.
pub(crate) async fn published_owners(tx: &Tx, media: Uuid) -> db::Result<Vec<Usage>> {
    let sql = format!(
        "select {} from {OWNERS} where {OWNED} and u.state = 'published' order by p.title, u.owner_id limit 6",
        Usage::SELECT
    );
    db::fetch_all(tx, &sql, [tx.organization()?.into(), media.into()]).await
}

/// One that is there; nobody changes it before this transaction ends.
pub(crate) async fn hold(tx: &Tx, media: Uuid) -> db::Result<Option<Media>> {
    let sql = format!(
        "select {} from media m where m.organization_id = $1 and m.id = $2 and m.deleted_at is null for update",
        Media::SELECT
    );
    db::fetch_optional(tx, &sql, [tx.organization()?.into(), media.into()]).await
}

/// Whether there is one.
pub(crate) async fn is_there(tx: &Tx, media: Uuid) -> db::Result<bool> {
    let sql = format!(
        "select {} from media m where m.organization_id = $1 and m.id = $2 and m.deleted_at is null",
        Media::SELECT
    );
    let found: Option<Media> = db::fetch_optional(tx, &sql, [tx.organization()?.into(), media.into()]).await?;
    Ok(found.is_some())
}

/// One, and the page that uses it.
struct OfPage {
    page: Uuid,
    media: Media,
}

impl FromQueryResult for OfPage {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self { page: entity::cell::read(row, 0)?, media: Media::read_at(row, 1)? })
    }
}

/// What pages use, as they are published: by page, what shoppers are told of each by its id. One statement for all of them.
pub(crate) async fn of_pages(
    tx: &Tx,
    base: &str,
    pages: &[(Uuid, String)],
) -> Result<HashMap<Uuid, Map<String, Json>>, ApiError> {
    let sql = format!(
        "select u.owner_id, {} from media_uses u
        join media m on m.organization_id = u.organization_id and m.id = u.media_id and m.deleted_at is null
        where u.organization_id = $1 and u.owner = 'page' and u.owner_id = any($2) and u.state = 'published' order by m.id",
        Media::SELECT
    );
    let ids: Vec<Uuid> = pages.iter().map(|(page, _)| *page).collect();
    let found: Vec<OfPage> = db::fetch_all(tx, &sql, [tx.organization()?.into(), ids.into()]).await?;
    let locales: HashMap<Uuid, &str> = pages.iter().map(|(page, locale)| (*page, &**locale)).collect();
    let mut told: HashMap<Uuid, Map<String, Json>> = HashMap::new();
    for OfPage { page, media } in found {
        let one = media.told(base, locales.get(&page).copied());
        told.entry(page).or_default().insert(media.id.to_string(), one);
    }
    Ok(told)
}

/// Those of these that are there: what shoppers are told of each, by its id. Whether they may be told of them, whoever calls has to know.
pub(crate) async fn of_ids(tx: &Tx, base: &str, ids: Vec<Uuid>, locale: &str) -> Result<Map<String, Json>, ApiError> {
    if ids.is_empty() {
        return Ok(Map::new());
    }
    let sql = format!(
        "select {} from media m where m.organization_id = $1 and m.id = any($2) and m.deleted_at is null order by m.id",
        Media::SELECT
    );
    let found: Vec<Media> = db::fetch_all(tx, &sql, [tx.organization()?.into(), ids.into()]).await?;
    Ok(found.into_iter().map(|media| (media.id.to_string(), media.told(base, Some(locale)))).collect())
}
