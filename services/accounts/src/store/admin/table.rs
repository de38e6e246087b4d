//! A page of any of the tables.

use std::str::FromStr;

use db::Tx;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::{
    ListQuery,
    fields::{Selection, View},
    query::Params,
};

use super::{Filter, filter::order_by};

/// Something that the Admin API lists and answers one by one.
pub trait Table: View + FromQueryResult + Send + Sync {
    /// Its key in the answer of one.
    const ONE: &'static str;
    /// Its key in the answer of a page.
    const MANY: &'static str;
    /// Its name in messages.
    const NAME: &'static str;
    /// Its id on the wire.
    type Id: FromStr + Into<Uuid>;
    /// The relations that are answered when nobody says, as in `fields`: `*addresses`.
    const DEFAULT_RELATIONS: &'static [&'static str] = &[];
    /// How many a page has when nobody says.
    const LIMIT: i64 = 50;
    /// What it can be sorted by.
    const SORTABLE: &'static [&'static str];
    /// The columns in which `q` looks for words.
    const WORDS: &'static [&'static str];
    /// What is read, one expression for each column of the answer.
    const COLUMNS_SQL: &'static [&'static str];
    /// The table, or a query in brackets, and its alias: `customers c`. `$1` is the shop.
    const FROM: &'static str;
    /// The alias alone.
    const ALIAS: &'static str;

    /// Reads the filter of a page.
    fn filter(params: &mut Params, filter: &mut Filter);

    /// The relations that may be asked for, with the columns of each.
    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        Vec::new()
    }

    /// Loads the relations that are selected.
    fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> impl Future<Output = db::Result<()>> + Send {
        let _ = (tx, page, selection);
        async { Ok(()) }
    }
}

/// The names of a view's columns.
pub fn names<T: View>() -> Vec<&'static str> {
    T::COLUMNS.iter().map(|(name, _)| *name).collect()
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// A page with what was selected, and how many there are in all.
pub async fn page<T: Table>(
    tx: &Tx,
    mut filter: Filter,
    list: &ListQuery,
    selection: &Selection,
) -> db::Result<(Vec<T>, i64)> {
    let organization = tx.organization()?;
    filter.words(T::WORDS, &list.words);
    let (from, alias, conditions) = (T::FROM, T::ALIAS, filter.sql());
    let count = format!("select count(*) as count from {from} where {alias}.organization_id = $1{conditions}");
    let count = db::fetch_one::<Count>(tx, &count, filter.values(organization)).await?.count;
    let mut values = filter.values(organization);
    let next = values.len() + 1;
    let sql = format!(
        "select {} from {from} where {alias}.organization_id = $1{conditions} {} limit ${next} offset ${}",
        T::COLUMNS_SQL.join(", "),
        order_by(alias, &list.order),
        next + 1
    );
    values.extend([Value::from(list.page.limit), Value::from(list.page.offset)]);
    let mut page: Vec<T> = db::fetch_all(tx, &sql, values).await?;
    if !page.is_empty() {
        T::fill(tx, &mut page, selection).await?;
    }
    Ok((page, count))
}

/// One, unless it was deleted.
pub async fn one<T: Table>(tx: &Tx, id: Uuid, selection: &Selection) -> db::Result<Option<T>> {
    let organization = tx.organization()?;
    let sql = format!(
        "select {} from {} where {alias}.organization_id = $1 and {alias}.id = $2 and {alias}.deleted_at is null",
        T::COLUMNS_SQL.join(", "),
        T::FROM,
        alias = T::ALIAS
    );
    let found: Option<T> = db::fetch_optional(tx, &sql, [organization.into(), id.into()]).await?;
    let Some(found) = found else {
        return Ok(None);
    };
    let mut page = [found];
    T::fill(tx, &mut page, selection).await?;
    let [found] = page;
    Ok(Some(found))
}

/// Rows of a table that belong to others, with the key of their owner: all of a page in one statement.
pub(super) async fn of_owners<T: Table>(
    tx: &Tx,
    join: &str,
    owner: &str,
    owners: Vec<Uuid>,
) -> db::Result<std::collections::HashMap<Uuid, Vec<T>>> {
    struct Owned<T>(Uuid, T);
    impl<T: FromQueryResult> FromQueryResult for Owned<T> {
        fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
            Ok(Self(row.try_get(prefix, "owner")?, T::from_query_result(row, prefix)?))
        }
    }
    let (alias, columns) = (T::ALIAS, T::COLUMNS_SQL.join(", "));
    let sql = format!(
        "select {columns}, {owner} as owner from {} {join}
         where {alias}.organization_id = $1 and {owner} = any($2) and {alias}.deleted_at is null
         order by {alias}.created_at, {alias}.id limit {MOST}",
        T::FROM
    );
    let rows: Vec<Owned<T>> = db::fetch_all(tx, &sql, [tx.organization()?.into(), owners.into()]).await?;
    let mut found: std::collections::HashMap<Uuid, Vec<T>> = std::collections::HashMap::new();
    for Owned(owner, row) in rows {
        found.entry(owner).or_default().push(row);
    }
    Ok(found)
}

/// The most rows of a relation that one answer carries.
const MOST: i64 = 10_000;
