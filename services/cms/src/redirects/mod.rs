//! Where that lies now which lay at a path.
//!
//! They are asked for where nothing is found at a path, so what lies there comes first: none leads away from a published page. There are no
//! chains: what leads to a path that leads on is written to lead on itself, in the transaction that makes it so, and a loop is refused. So
//! whoever follows one has arrived. One at a time is written for a shop: two that are written at once would not see each other.

mod moved;
mod path;
mod write;

use db::Tx;

pub(crate) use moved::{arrived, moved};
pub(crate) use path::{Target, is_own, normal, of_target};
pub(crate) use write::{Wanted, create, remove, update};

/// Nobody else writes redirects of this shop before this transaction ends.
async fn hold(tx: &Tx) -> db::Result<()> {
    let sql = "select pg_advisory_xact_lock(hashtextextended('redirects ' || $1::uuid, 0))";
    db::exec(tx, sql, [tx.organization()?.into()]).await.map(drop)
}
