//! An update of the columns that are mentioned, and of no others.

use std::fmt::Write;

use db::Tx;
use sea_orm::Value;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::body::Change;

/// The columns that change. `$1` is the shop, `$2` the row, `$3` the time.
#[derive(Debug)]
pub struct Set {
    sql: String,
    values: Vec<Value>,
}

impl Set {
    /// An update of a row, in which nothing changes yet but the time of the update.
    pub fn new(tx: &Tx, id: Uuid) -> db::Result<Self> {
        let values = vec![tx.organization()?.into(), id.into(), tx.now().into()];
        Ok(Self { sql: String::from("updated_at = $3"), values })
    }

    /// Sets a column.
    pub fn to(&mut self, column: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let _ = write!(self.sql, ", {column} = ${}", self.values.len());
    }

    /// Sets a column, if something was said.
    pub fn given<T>(&mut self, column: &str, value: Option<T>)
    where
        T: Into<Value>,
    {
        if let Some(value) = value {
            self.to(column, value);
        }
    }

    /// Sets or clears a column, if something was said.
    pub fn change<T>(&mut self, column: &str, change: Change<T>)
    where
        Option<T>: Into<Value>,
    {
        if !change.is_keep() {
            self.to(column, change.given());
        }
    }

    /// The same for an object.
    pub fn json(&mut self, column: &str, change: Change<Map<String, Json>>) {
        if !change.is_keep() {
            self.to(column, change.given().map(Json::Object));
        }
    }

    /// Whether there was such a row, which was not deleted.
    pub async fn run(self, tx: &Tx, table: &str) -> db::Result<bool> {
        self.run_where(tx, table, "deleted_at is null").await
    }

    /// The same, under a condition of the table's own.
    pub async fn run_where(self, tx: &Tx, table: &str, condition: &str) -> db::Result<bool> {
        let sql = format!("update {table} set {} where organization_id = $1 and id = $2 and {condition}", self.sql);
        Ok(db::exec(tx, &sql, self.values).await? > 0)
    }
}
