//! What is told to the security log by hand: what changes no row, so no trigger sees it.

use db::Tx;
use uuid::Uuid;

/// Writes a line about a person, or about nobody who is known.
pub async fn note(tx: &Tx, name: &str, user: Option<Uuid>) -> db::Result<()> {
    db::exec(tx, "select private.log_security($1, null, $2, null)", [name.into(), user.into()]).await.map(drop)
}
