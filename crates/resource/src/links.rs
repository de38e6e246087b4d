//! Links between two tables: all that are added or removed in a statement each.

use std::collections::HashSet;

use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::body;

use crate::{Table, ids};

body! {
    /// What is linked, and what is no more.
    pub struct Links {
        /// What is added.
        pub add: Option<Vec<String>> = [],
        /// What is removed.
        pub remove: Option<Vec<String>> = [],
    }
}

/// A text that names nothing in this shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown(pub String);

/// A table of links, and which of its columns name what.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// The table.
    pub table: &'static str,
    /// The column of the one whose links change.
    pub one: &'static str,
    /// The column of what it is linked with.
    pub other: &'static str,
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// The ids that these texts name in a table of the shop; the first that names none of them is the error.
pub async fn known<T: Table>(tx: &Tx, texts: &[String]) -> db::Result<Result<Vec<Uuid>, Unknown>> {
    let parsed: Vec<(&String, Option<Uuid>)> =
        texts.iter().map(|text| (text, text.parse::<T::Id>().ok().map(Into::into))).collect();
    let wanted: Vec<Uuid> = parsed.iter().filter_map(|(_, id)| *id).collect();
    let sql = format!(
        "select {alias}.id from {} where {alias}.organization_id = $1 and {alias}.id = any($2)
           and {alias}.deleted_at is null",
        T::FROM,
        alias = T::ALIAS
    );
    let found: Vec<Id> = db::fetch_all(tx, &sql, [tx.organization()?.into(), wanted.into()]).await?;
    let found: HashSet<Uuid> = found.into_iter().map(|row| row.id).collect();
    let missing = parsed.iter().find(|(_, id)| id.is_none_or(|id| !found.contains(&id)));
    Ok(match missing {
        Some((text, _)) => Err(Unknown((*text).clone())),
        None => Ok(found.into_iter().collect()),
    })
}

/// Links one with some of the others, and no more with some. What is removed need not be there.
pub async fn set<Other: Table>(
    tx: &Tx,
    Link { table, one, other }: Link,
    id: Uuid,
    Links { add, remove }: Links,
) -> db::Result<Result<(), Unknown>> {
    let add = match known::<Other>(tx, &add.unwrap_or_default()).await? {
        Ok(add) => add,
        Err(unknown) => return Ok(Err(unknown)),
    };
    let remove = ids::<Other::Id>(&remove.unwrap_or_default());
    let organization = tx.organization()?;
    let sql = format!("delete from {table} where organization_id = $1 and {one} = $2 and {other} = any($3)");
    db::exec(tx, &sql, [organization.into(), id.into(), remove.into()]).await?;
    let sql = format!(
        "insert into {table} (organization_id, {one}, {other}, created_at)
         select $1, $2, id, $4 from unnest($3::uuid[]) id order by id on conflict do nothing"
    );
    db::exec(tx, &sql, [organization.into(), id.into(), add.into(), tx.now().into()]).await?;
    Ok(Ok(()))
}

/// Ends all links of one.
pub async fn clear(tx: &Tx, Link { table, one, .. }: Link, id: Uuid) -> db::Result<()> {
    let sql = format!("delete from {table} where organization_id = $1 and {one} = $2");
    db::exec(tx, &sql, [tx.organization()?.into(), id.into()]).await.map(drop)
}
