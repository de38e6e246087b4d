//! What a preview shows.

use auth::Shopper;
use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::{MediaId, PageId};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::{Named, Previews, Use};
use crate::{
    media,
    pages::{self, Kind, Snapshot},
};

/// What a token or a ticket names, if it is of this shop.
pub(crate) fn read(
    previews: &Previews,
    shopper: &Shopper,
    signed: &str,
    for_use: Use,
    now: DateTime<Utc>,
) -> Result<Named, ApiError> {
    previews.verify(signed, for_use, now).filter(|named| named.shop == shopper.organization.0).ok_or_else(over)
}

/// Forged, expired, spent, of another shop: nobody is told which.
pub(super) fn over() -> ApiError {
    ApiError::not_found("This preview is over, or was opened before: ask for another one")
}

#[derive(FromQueryResult)]
struct Known {
    locale: String,
    group_id: Uuid,
}

/// The pictures and documents that contents name, and a picture beside them.
fn named_media<'a>(contents: impl IntoIterator<Item = &'a Value>, image: Option<&str>) -> Vec<Uuid> {
    let uses = contents
        .into_iter()
        .flat_map(|content| blocks::Content::parse(content).map(|content| content.uses()).unwrap_or_default());
    let media = uses.filter(|used| used.kind == blocks::Used::Media).map(|used| used.id);
    let all = media.chain(image.map(str::to_owned));
    let mut ids: Vec<Uuid> = all.filter_map(|id| id.parse::<MediaId>().ok()).map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The page as that revision has it, with what its shared blocks say, and what is known of its pictures: nothing published may show them yet.
pub(crate) async fn previewed(tx: &Tx, named: &Named, base: &str) -> Result<Value, ApiError> {
    let sql = "select locale, group_id from pages where organization_id = $1 and id = $2 and kind = $3 and deleted_at is null";
    let values: [Cell; 3] = [tx.organization()?.into(), named.page.into(), Kind::Page.text().into()];
    let Known { locale, group_id } = db::fetch_optional(tx, sql, values).await?.ok_or_else(over)?;
    let revision = pages::revision(tx, named.page, named.revision).await?.ok_or_else(over)?;
    let Snapshot { fields, content } = revision.snapshot;
    let shared = pages::reused(tx, &[&content]).await?.pop().unwrap_or_default();
    let said = std::iter::once(&content).chain(shared.as_object().into_iter().flat_map(|shared| shared.values()));
    let ids = named_media(said, fields.seo.image.as_deref());
    let mut page = fields.write()?;
    page["media"] = Value::Object(media::of_ids(tx, base, ids, &locale).await?);
    page["content"] = content;
    page["reusable_blocks"] = shared;
    page["id"] = json!(PageId(named.page));
    page["locale"] = json!(locale);
    page["group_id"] = json!(group_id);
    page["revision"] = json!(revision.number);
    Ok(page)
}
