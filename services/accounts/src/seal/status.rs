//! Which keys are in use where.

use db::Db;
use sea_orm::FromQueryResult;

use super::columns::{self, Column};

/// How many values of a column name a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InUse {
    /// The column.
    pub column: Column,
    /// The key's id; `None` for values that are not sealed at all.
    pub key: Option<String>,
    /// How many.
    pub values: u64,
}

#[derive(FromQueryResult)]
struct Row {
    key: Option<String>,
    count: i64,
}

/// The keys in use, one statement for each column.
pub async fn status(db: &Db) -> db::Result<Vec<InUse>> {
    let mut all = Vec::new();
    let tx = db.begin_system("look which keys are in use").await?;
    for column in columns::ALL {
        let (table, value, has_one) = (column.table, column.value(), column.has_one());
        let sql = format!(
            "select private.sealed_by({value}) as key, count(*) as count from {table} where {has_one} group by 1 order by 1"
        );
        let rows: Vec<Row> = db::fetch_all(&tx, &sql, []).await?;
        all.extend(rows.into_iter().map(|Row { key, count }| InUse {
            column: *column,
            key,
            values: u64::try_from(count).unwrap_or_default(),
        }));
    }
    tx.commit().await?;
    Ok(all)
}
