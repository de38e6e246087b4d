//! Transactions that write very much.

use chrono::TimeDelta;
use db::{Db, Tx};
use uuid::Uuid;

/// When the search knows at the latest what was written, also if more is being written, or nobody is left who says that it is over.
const INDEXED_WITHIN: TimeDelta = TimeDelta::seconds(30);

/// Opens one of many transactions that fill a shop.
///
/// Postgres keeps the plan of a foreign key's check for as long as a session lasts. One that was made while a table was
/// small reads all of it, and each further product would cost more than the one before, until statistics are gathered.
/// Forgetting the plans costs some milliseconds.
pub(crate) async fn begin_bulk(db: &Db, organization: Uuid, reason: &'static str) -> db::Result<Tx> {
    let mut tx = db.begin_system(reason).await?;
    tx.work_in(organization).await?;
    tx.batch("discard plans").await?;
    // The words of each product are written by the search's job, and not twice by each statement; and by one run of it for
    // many of these transactions.
    let sql = "select set_config('kontor.bulk', 'on', true), set_config('kontor.index_at', $1, true)";
    db::exec(&tx, sql, [(tx.now() + INDEXED_WITHIN).to_rfc3339().into()]).await?;
    Ok(tx)
}
