//! An update of the columns that are mentioned, and of no others.

use std::fmt::Write;

use db::Tx;
use sea_orm::Value;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::body::Change;

/// The columns that change. `$1` is the shop, `$2` the row, `$3` the time.
#[derive(Debug)]
pub(super) struct Set {
    sql: String,
    values: Vec<Value>,
}

impl Set {
    pub(super) fn new(tx: &Tx, id: Uuid) -> db::Result<Self> {
        let values = vec![tx.organization()?.into(), id.into(), tx.now().into()];
        Ok(Self { sql: String::from("updated_at = $3"), values })
    }

    /// Sets a column.
    pub(super) fn to(&mut self, column: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let _ = write!(self.sql, ", {column} = ${}", self.values.len());
    }

    pub(super) fn text(&mut self, column: &str, change: Change<String>) {
        if !change.is_keep() {
            self.to(column, change.given());
        }
    }

    pub(super) fn boolean(&mut self, column: &str, value: Option<bool>) {
        if let Some(value) = value {
            self.to(column, value);
        }
    }

    pub(super) fn id(&mut self, column: &str, change: Change<Uuid>) {
        if !change.is_keep() {
            self.to(column, change.given());
        }
    }

    pub(super) fn json(&mut self, column: &str, change: Change<Map<String, Json>>) {
        if !change.is_keep() {
            self.to(column, change.given().map(Json::Object));
        }
    }

    /// Whether there was such a row, which was not deleted.
    pub(super) async fn run(self, tx: &Tx, table: &str) -> db::Result<bool> {
        self.run_where(tx, table, "deleted_at is null").await
    }

    /// The same, under a condition of the table's own.
    pub(super) async fn run_where(self, tx: &Tx, table: &str, condition: &str) -> db::Result<bool> {
        let sql = format!("update {table} set {} where organization_id = $1 and id = $2 and {condition}", self.sql);
        Ok(db::exec(tx, &sql, self.values).await? > 0)
    }
}
