//! A page of a statement, and how many rows it has in all.

use std::fmt::Write;

use db::Tx;
use sea_orm::{FromQueryResult, Value};
use web::{Order, Page};

use crate::Filter;

/// What a page is read from.
#[derive(Debug, Clone, Copy)]
pub struct Select<'a> {
    /// What is read.
    pub columns: &'a str,
    /// Where from, with its alias.
    pub from: &'a str,
    /// How it is sorted.
    pub order_by: &'a str,
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// One page, and the number of all matches. `values` are those that the statement has already.
pub async fn page<T: FromQueryResult>(
    tx: &Tx,
    select: Select<'_>,
    filter: &Filter,
    values: Vec<Value>,
    page: Page,
) -> db::Result<(Vec<T>, i64)> {
    page_of(tx, select, filter, values, page, None).await
}

/// The same, where it may be known how many there are.
pub(crate) async fn page_of<T: FromQueryResult>(
    tx: &Tx,
    Select { columns, from, order_by }: Select<'_>,
    filter: &Filter,
    mut values: Vec<Value>,
    Page { limit, offset }: Page,
    known: Option<i64>,
) -> db::Result<(Vec<T>, i64)> {
    let conditions = filter.sql(&mut values);
    let count = if let Some(count) = known {
        count
    } else {
        let count = format!("select count(*) as count from {from} where {conditions}");
        db::fetch_one::<Count>(tx, &count, values.clone()).await?.count
    };
    let next = values.len() + 1;
    let sql = format!("select {columns} from {from} where {conditions} {order_by} limit ${next} offset ${}", next + 1);
    values.extend([Value::from(limit), Value::from(offset)]);
    Ok((db::fetch_all(tx, &sql, values).await?, count))
}

/// An `order by` that always ends with the key, so pages neither overlap nor skip. `default` is the order when nobody says.
pub fn order_by(alias: &str, order: &[Order], default: &str) -> String {
    if order.is_empty() {
        return format!("order by {default}");
    }
    let mut sql = String::from("order by ");
    for (at, Order { field, descending }) in order.iter().enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        let direction = if *descending { " desc nulls last" } else { "" };
        // A field with a bracket is an expression of its own.
        let _ = if field.contains('(') {
            write!(sql, "{comma}{field}{direction}")
        } else {
            write!(sql, "{comma}{alias}.{field}{direction}")
        };
    }
    if !order.iter().any(|order| order.field == "id") {
        let _ = write!(sql, ", {alias}.id");
    }
    sql
}
