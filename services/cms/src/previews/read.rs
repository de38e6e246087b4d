//! What a preview shows.

use auth::Shopper;
use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::PageId;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::{Named, Previews, Use};
use crate::pages::{self, Kind};

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

/// The page as that revision has it.
pub(crate) async fn previewed(tx: &Tx, named: &Named) -> Result<Value, ApiError> {
    let sql = "select locale, group_id from pages where organization_id = $1 and id = $2 and kind = $3 and deleted_at is null";
    let values: [Cell; 3] = [tx.organization()?.into(), named.page.into(), Kind::Page.text().into()];
    let Known { locale, group_id } = db::fetch_optional(tx, sql, values).await?.ok_or_else(over)?;
    let revision = pages::revision(tx, named.page, named.revision).await?.ok_or_else(over)?;
    let mut page = revision.snapshot.fields.write()?;
    page["content"] = revision.snapshot.content;
    page["id"] = json!(PageId(named.page));
    page["locale"] = json!(locale);
    page["group_id"] = json!(group_id);
    page["revision"] = json!(revision.number);
    Ok(page)
}
