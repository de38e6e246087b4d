//! Links between two tables: all that are added or removed in a statement each.

use std::str::FromStr;

use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A text that names nothing in this shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown(pub String);

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// The ids that these texts name in a table of the shop; the first that names none of them is the error.
pub(super) async fn known<T: FromStr + Into<Uuid>>(
    tx: &Tx,
    table: &str,
    texts: &[String],
) -> db::Result<Result<Vec<Uuid>, Unknown>> {
    let parsed: Vec<(&String, Option<Uuid>)> =
        texts.iter().map(|text| (text, text.parse::<T>().ok().map(Into::into))).collect();
    let wanted: Vec<Uuid> = parsed.iter().filter_map(|(_, id)| *id).collect();
    let sql = format!("select id from {table} where organization_id = $1 and id = any($2) and deleted_at is null");
    let found: Vec<Id> = db::fetch_all(tx, &sql, [tx.organization()?.into(), wanted.into()]).await?;
    let found: std::collections::HashSet<Uuid> = found.into_iter().map(|row| row.id).collect();
    let missing = parsed.iter().find(|(_, id)| id.is_none_or(|id| !found.contains(&id)));
    Ok(match missing {
        Some((text, _)) => Err(Unknown((*text).clone())),
        None => Ok(found.into_iter().collect()),
    })
}
