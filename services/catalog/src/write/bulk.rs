//! Transactions that write very much.

use db::{Db, Tx};
use uuid::Uuid;

/// Opens one of many transactions that fill a shop.
///
/// Postgres keeps the plan of a foreign key's check for as long as a session lasts. One that was made while a table was
/// small reads all of it, and each further product would cost more than the one before, until statistics are gathered.
/// Forgetting the plans costs some milliseconds.
pub(crate) async fn begin_bulk(db: &Db, organization: Uuid, reason: &'static str) -> db::Result<Tx> {
    let mut tx = db.begin_system(reason).await?;
    tx.work_in(organization).await?;
    // The words of each product are written by the search's job, and not twice by each statement.
    tx.batch("discard plans; select set_config('kontor.bulk', 'on', true)").await?;
    Ok(tx)
}
