//! The pages of a shop's products, for its sitemap.

use auth::Shopper;
use db::Tx;
use entity::{Timestamp, ids::ProductId};
use resource::Filter;
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use super::Front;
use crate::data::Reach;

/// The most entries at once.
pub(crate) const MOST: i64 = 1_000;

/// A page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    /// Where it is.
    pub(crate) loc: String,
    /// When the product was last changed.
    pub(crate) lastmod: Timestamp,
    /// Its pictures.
    pub(crate) images: Vec<String>,
    #[serde(skip)]
    pub(crate) id: ProductId,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    handle: String,
    updated_at: Timestamp,
    images: Vec<String>,
}

/// The next entries behind a product, by their keys.
pub(crate) async fn entries(
    tx: &Tx,
    shopper: &Shopper,
    front: &Front,
    after: Uuid,
    limit: i64,
) -> db::Result<Vec<Entry>> {
    let mut filter =
        Filter::new("p.organization_id = $1 and p.status = 'published' and p.deleted_at is null and p.id > $2");
    Reach::of(shopper).narrow(&mut filter);
    let mut values = vec![tx.organization()?.into(), after.into(), limit.into()];
    let sql = format!(
        "select p.id, p.handle, p.updated_at, array(
           select i.url from public.product_images i
           where i.organization_id = p.organization_id and i.product_id = p.id and i.deleted_at is null
           order by i.rank, i.id limit 10) as images
         from public.products p where {} order by p.id limit $3",
        filter.sql(&mut values)
    );
    let rows: Vec<Row> = db::fetch_all(tx, &sql, values).await?;
    let entries = rows.into_iter().filter_map(|Row { id, handle, updated_at, images }| {
        Some(Entry { loc: front.link(&handle)?, lastmod: updated_at, images, id: ProductId(id) })
    });
    Ok(entries.collect())
}
