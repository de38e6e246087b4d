//! What is told to the security log by hand: what changes no row, so no trigger sees it.

use db::Tx;
use uuid::Uuid;

/// Writes a line about a person, or about nobody who is known.
pub async fn note(tx: &Tx, name: &str, user: Option<Uuid>) -> db::Result<()> {
    db::exec(tx, "select private.log_security($1, null, $2, null)", [name.into(), user.into()]).await.map(drop)
}

/// Writes that a mailed code was wrong. `subject` is whose it is: an address, or a person and the address that he wants.
pub async fn code_failed(tx: &Tx, subject: &str) -> db::Result<()> {
    let user = subject.split_once(':').and_then(|(user, _)| user.parse::<Uuid>().ok());
    let sql = r#"select private.log_security('code.failed', null,
        coalesce($1, (select u.id from auth."user" u where u.email = $2)), null)"#;
    db::exec(tx, sql, [user.into(), subject.into()]).await.map(drop)
}
