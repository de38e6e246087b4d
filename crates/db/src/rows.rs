//! Plain SQL with bound values, for what the query builder cannot say well.

use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};

use crate::{Error, Result, Tx};

fn statement(sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, sql, values)
}

/// Runs a statement and says how many rows it touched.
pub async fn exec(tx: &Tx, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<u64> {
    let done = tx.execute_raw(statement(sql, values)).await.map_err(Error::from)?;
    Ok(done.rows_affected())
}

/// All rows of a query.
pub async fn fetch_all<T: FromQueryResult>(
    tx: &Tx,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>> {
    let rows = tx.query_all_raw(statement(sql, values)).await.map_err(Error::from)?;
    rows.iter().map(|row| T::from_query_result(row, "").map_err(Error::from)).collect()
}

/// The first row of a query, if there is one.
pub async fn fetch_optional<T: FromQueryResult>(
    tx: &Tx,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>> {
    let row = tx.query_one_raw(statement(sql, values)).await.map_err(Error::from)?;
    row.map(|row| T::from_query_result(&row, "").map_err(Error::from)).transpose()
}

/// The one row of a query that always has one.
pub async fn fetch_one<T: FromQueryResult>(tx: &Tx, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<T> {
    fetch_optional(tx, sql, values)
        .await?
        .ok_or_else(|| Error::Internal(sea_orm::DbErr::RecordNotFound("the statement returned no row".into())))
}
