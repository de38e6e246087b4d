//! The shops of the installation.

use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
}

/// The shop that a publishable key opens.
pub async fn of_publishable_key(tx: &Tx, text: &str) -> db::Result<Option<Uuid>> {
    let sql = "select organization_id as id from private.resolve_api_key($1) where key_type = 'publishable'";
    let row: Option<Row> = db::fetch_optional(tx, sql, [auth::sha256(text).to_vec().into()]).await?;
    Ok(row.map(|row| row.id))
}

/// The shop, if there is exactly one.
pub async fn only_one(tx: &Tx) -> db::Result<Option<Uuid>> {
    let sql = "select id from auth.organization where id <> $1 limit 2";
    let rows: Vec<Row> = db::fetch_all(tx, sql, [db::INSTALLATION.into()]).await?;
    Ok(match rows.as_slice() {
        [only] => Some(only.id),
        _ => None,
    })
}
