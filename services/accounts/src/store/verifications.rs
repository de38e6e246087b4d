//! What is used once. A row is spent by the statement that finds it, so of a hundred tries at once one wins.

use chrono::Duration;
use db::Tx;
use entity::ids::VerificationId;
use sea_orm::{FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Row {
    value: String,
}

#[derive(FromQueryResult)]
struct Spent {
    value: String,
    is_valid: bool,
}

/// Keeps `value` under the hash of a secret, in place of an older one under the same.
pub async fn keep(tx: &Tx, purpose: &str, secret: &str, value: &str, life: Duration) -> db::Result<()> {
    let sql = r#"insert into auth.verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt")
        values ($1, $2, $3, $4, $5, $5)
        on conflict (identifier) do update
          set value = excluded.value, attempts = 0, "expiresAt" = excluded."expiresAt", "updatedAt" = excluded."updatedAt""#;
    let values: [Value; 5] = [
        VerificationId::new().0.into(),
        identifier(purpose, secret).into(),
        value.into(),
        (tx.now() + life).into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await.map(drop)
}

/// Takes what is kept under a secret: once.
pub async fn spend(tx: &Tx, purpose: &str, secret: &str) -> db::Result<Option<String>> {
    let sql = r#"delete from auth.verification where identifier = $1 returning value, "expiresAt" > $2 as is_valid"#;
    let spent: Option<Spent> =
        db::fetch_optional(tx, sql, [identifier(purpose, secret).into(), tx.now().into()]).await?;
    Ok(spent.filter(|spent| spent.is_valid).map(|spent| spent.value))
}

/// Looks at what is kept under a secret, without spending it.
pub async fn peek(tx: &Tx, purpose: &str, secret: &str) -> db::Result<Option<String>> {
    let sql = r#"select value from auth.verification where identifier = $1 and "expiresAt" > $2"#;
    let row: Option<Row> = db::fetch_optional(tx, sql, [identifier(purpose, secret).into(), tx.now().into()]).await?;
    Ok(row.map(|row| row.value))
}

/// How what is kept under a secret is found.
pub(super) fn identifier(purpose: &str, secret: &str) -> String {
    format!("{purpose}:{}", vault::token::hash(secret))
}
