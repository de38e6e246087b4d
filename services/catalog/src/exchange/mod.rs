//! Imports and exports that go on while nobody waits for them.
//!
//! An exchange is a row that says how far it is. An import's batch and the line that it reached are one transaction, so what is
//! killed in the middle goes on behind it: nothing is written twice, nothing is left out. An export is a private file of the shop.

mod author;
mod export;
mod import;
mod inventory;
mod look;
mod page;
mod sheet;

use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub(crate) use author::Author;
pub(crate) use export::{Export, read_filter};
pub(crate) use import::Import;
pub(crate) use inventory::read_inventory_filter;
pub(crate) use look::{Looked, known, look};

/// What a job needs to know of one.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Exchange {
    pub(crate) kind: String,
    pub(crate) status: String,
    pub(crate) done_line: i64,
    pub(crate) error_count: i64,
    pub(crate) query: Option<String>,
    /// Where its file is, unless it was deleted.
    pub(crate) key: Option<String>,
}

impl Exchange {
    /// The one of this key, in the shop of the transaction.
    pub(crate) async fn find(tx: &Tx, id: Uuid) -> db::Result<Option<Self>> {
        let sql = "select e.kind, e.status, e.done_line, e.error_count, e.options ->> 'query' as query, u.key
            from public.exchanges e
            left join public.uploads u
              on u.organization_id = e.organization_id and u.id = e.upload_id and u.deleted_at is null and u.access = 'private'
            where e.organization_id = $1 and e.id = $2";
        db::fetch_optional(tx, sql, [tx.organization()?.into(), id.into()]).await
    }

    /// Whether there is nothing more to do.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.status.as_str(), "done" | "failed")
    }
}

/// From here on it runs.
async fn begin(tx: &Tx, id: Uuid) -> db::Result<()> {
    let sql = "update public.exchanges set status = 'running', started_at = coalesce(started_at, $3), updated_at = $3
        where organization_id = $1 and id = $2";
    db::exec(tx, sql, [tx.organization()?.into(), id.into(), tx.now().into()]).await?;
    Ok(())
}

/// It cannot go on, and why: for whoever wanted it.
async fn fail(tx: &Tx, id: Uuid, why: &str) -> db::Result<()> {
    let why: String = why.chars().take(2_000).collect();
    let sql = "update public.exchanges set status = 'failed', failure = $4, finished_at = $3, updated_at = $3
        where organization_id = $1 and id = $2 and status not in ('done', 'failed')";
    db::exec(tx, sql, [tx.organization()?.into(), id.into(), tx.now().into(), why.into()]).await?;
    Ok(())
}
