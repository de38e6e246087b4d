//! The shops of the installation.

use db::Tx;
use entity::ids::OrganizationId;
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

/// The shop of this slug or id.
pub async fn named(tx: &Tx, name: &str) -> db::Result<Option<Uuid>> {
    let id = name.parse::<OrganizationId>().map(|id| id.0).ok();
    let sql = "select id from auth.organization where (slug = $1 or id = $2) and id <> $3";
    let row: Option<Row> = db::fetch_optional(tx, sql, [name.into(), id.into(), db::INSTALLATION.into()]).await?;
    Ok(row.map(|row| row.id))
}

/// Whether there is such a shop.
pub async fn is_there(tx: &Tx, id: Uuid) -> db::Result<bool> {
    Ok(db::exec(tx, "select from auth.organization where id = $1", [id.into()]).await? > 0)
}

/// Whether somebody is of the staff of a shop.
pub async fn works_in(tx: &Tx, user: Uuid, shop: Uuid) -> db::Result<bool> {
    Ok(db::exec(tx, "select where private.works_in($1, $2)", [user.into(), shop.into()]).await? > 0)
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
