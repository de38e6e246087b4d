//! Ways in: passwords, and the accounts at providers.

use db::Tx;
use entity::{Timestamp, ids::AccountId};
use sea_orm::{FromQueryResult, QueryResult, Value};
use serde::Serialize;
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Row {
    password: Option<String>,
}

/// The hash of a person's password, if he has one.
pub async fn password_of(tx: &Tx, user: Uuid) -> db::Result<Option<String>> {
    let sql = r#"select password from auth.account where "userId" = $1 and "providerId" = 'credential'"#;
    let row: Option<Row> = db::fetch_optional(tx, sql, [user.into()]).await?;
    Ok(row.and_then(|row| row.password))
}

#[derive(FromQueryResult)]
struct Foreign {
    is_there: bool,
}

/// Whether anybody still has a hash that is not ours. Answered by an index that holds nothing but those.
pub async fn has_foreign_hashes(tx: &Tx) -> db::Result<bool> {
    let sql = "select exists (select from auth.account where password not like '$argon2id$%') as is_there";
    Ok(db::fetch_one::<Foreign>(tx, sql, []).await?.is_there)
}

/// Sets a person's password, whether he had one or not.
pub async fn set_password(tx: &Tx, user: Uuid, hash: &str) -> db::Result<()> {
    let sql = r#"insert into auth.account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
        values ($1, $2, 'credential', $3, $4, $5, $5)
        on conflict ("providerId", "accountId") do update set password = excluded.password, "updatedAt" = excluded."updatedAt"
        returning set_config('kontor.change', '', true)"#;
    let values: [Value; 5] =
        [AccountId::new().0.into(), user.to_string().into(), user.into(), hash.into(), tx.now().into()];
    db::exec(tx, sql, values).await.map(drop)
}

/// Replaces a hash by a better one of the same password, unless it has been changed meanwhile. That is no change of the password,
/// and not logged as one.
pub async fn renew_hash(tx: &Tx, user: Uuid, old: &str, new: &str) -> db::Result<()> {
    let sql = r#"update auth.account set password = $3, "updatedAt" = $4
        where "userId" = $1 and "providerId" = 'credential' and password = $2
        returning set_config('kontor.change', 'renewed', true)"#;
    db::exec(tx, sql, [user.into(), old.into(), new.into(), tx.now().into()]).await.map(drop)
}

/// A way in, as clients of Better Auth see it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub id: Uuid,
    pub provider_id: String,
    pub account_id: String,
    pub user_id: Uuid,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub scopes: Vec<String>,
}

impl FromQueryResult for Account {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
        use entity::cell::read;
        let scope: Option<String> = read(row, 6)?;
        Ok(Self {
            id: read(row, 0)?,
            provider_id: read(row, 1)?,
            account_id: read(row, 2)?,
            user_id: read(row, 3)?,
            created_at: read(row, 4)?,
            updated_at: read(row, 5)?,
            scopes: scope.iter().flat_map(|scope| scope.split(',')).map(str::to_owned).collect(),
        })
    }
}

/// All ways in of a person.
pub async fn of_user(tx: &Tx, user: Uuid) -> db::Result<Vec<Account>> {
    let sql = r#"select id, "providerId", "accountId", "userId", "createdAt", "updatedAt", scope from auth.account
        where "userId" = $1 order by "createdAt", id limit 1000"#;
    db::fetch_all(tx, sql, [user.into()]).await
}
