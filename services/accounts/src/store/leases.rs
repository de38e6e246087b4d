//! Work outside the database that one process at a time may do. A lease is a row, so nothing is locked while it is done.

use chrono::Duration;
use db::Tx;
use entity::ids::VerificationId;
use sea_orm::Value;

/// A lease that was had.
#[derive(Debug)]
pub struct Lease {
    identifier: String,
    holder: String,
}

/// Takes the lease on something, unless somebody has it. Whoever dies with it loses it after its time.
pub async fn take(tx: &Tx, purpose: &str, what: &str, life: Duration) -> db::Result<Option<Lease>> {
    let lease = Lease { identifier: format!("lease:{purpose}:{what}"), holder: vault::random::alphanumeric(16) };
    let sql = r#"insert into auth.verification as v (id, identifier, value, "expiresAt", "createdAt", "updatedAt")
        values ($1, $2, $3, $4, $5, $5)
        on conflict (identifier) do update
          set value = excluded.value, "expiresAt" = excluded."expiresAt", "updatedAt" = excluded."updatedAt"
          where v."expiresAt" <= excluded."updatedAt""#;
    let values: [Value; 5] = [
        VerificationId::new().0.into(),
        lease.identifier.clone().into(),
        lease.holder.clone().into(),
        (tx.now() + life).into(),
        tx.now().into(),
    ];
    Ok((db::exec(tx, sql, values).await? > 0).then_some(lease))
}

/// Gives a lease back, if it is still had.
pub async fn give_back(tx: &Tx, lease: &Lease) -> db::Result<()> {
    let sql = "delete from auth.verification where identifier = $1 and value = $2";
    db::exec(tx, sql, [lease.identifier.as_str().into(), lease.holder.as_str().into()]).await.map(drop)
}
