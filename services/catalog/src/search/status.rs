//! How far the index of a shop is.

use ::jobs::{Job, enqueue};
use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Embed, Index, Semantics};

/// Counts of a shop's index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct Status {
    /// Texts that are searched.
    pub documents: i64,
    /// Those of them that have a vector of the present model.
    pub embedded: i64,
    /// Changes that wait.
    pub queued: i64,
}

/// Counts, as Kontor itself, in the shop that `tx` works in.
pub async fn status(tx: &Tx, semantics: &Semantics) -> db::Result<Status> {
    let model = semantics.embedder().map(|embedder| embedder.model());
    let sql = "select (select count(*) from public.search_documents d where d.organization_id = $1) as documents,
          (select count(*) from public.search_documents d join public.product_embeddings e on e.organization_id = $1
             and e.product_id = d.product_id and e.locale_code = d.locale_code and e.content_sha256 = d.content_sha256
           where d.organization_id = $1 and e.model = $2) as embedded,
          (select count(*) from public.search_queue q where q.organization_id = $1) as queued";
    db::fetch_one(tx, sql, [tx.organization()?.into(), model.into()]).await
}

#[derive(FromQueryResult)]
struct Queued {
    queued: i64,
}

/// Forgets the vectors of the shop that `tx` works in, and queues all of its products; how many.
pub async fn rebuild(tx: &Tx, semantics: &Semantics) -> db::Result<i64> {
    let shop = tx.organization()?;
    db::exec(tx, "delete from public.product_embeddings where organization_id = $1", [shop.into()]).await?;
    let sql = "select private.queue_search_of($1, 'shop', '{}') as queued";
    let Queued { queued } = db::fetch_one(tx, sql, [shop.into()]).await?;
    if queued > 0 {
        enqueue(tx, &Index {}).unique_key(format!("{}:{}", Index::NAME, Uuid::now_v7())).await?;
        if semantics.embedder().is_some() {
            enqueue(tx, &Embed {}).unique_key(Embed::NAME).await?;
        }
    }
    Ok(queued)
}
