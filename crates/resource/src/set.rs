//! An update of the columns that are mentioned, and of no others.

use std::fmt::Write;

use db::Tx;
use sea_orm::Value;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::body::Change;

/// What is kept of the metadata of something new, which is measured by `private.merge_metadata(null, …, '{}')`.
pub fn fresh_metadata(given: Change<Map<String, Json>>) -> Option<Json> {
    let mut given = given.given()?;
    given.retain(|_, value| !is_gone(value));
    (!given.is_empty()).then_some(Json::Object(given))
}

/// The most metadata that a row keeps, in bytes.
pub const MOST_METADATA: usize = 131_072;

/// Metadata after a change: the same as [`Set::metadata`], for rows that are written with many others.
pub fn merged_metadata(old: Option<Json>, change: Change<Map<String, Json>>) -> Option<Json> {
    let given = match change {
        Change::Keep => return old,
        Change::Clear => return None,
        Change::Set(given) => given,
    };
    let mut kept = match old {
        Some(Json::Object(kept)) => kept,
        _ => Map::new(),
    };
    for (name, value) in given {
        if is_gone(&value) {
            kept.remove(&name);
        } else {
            kept.insert(name, value);
        }
    }
    (!kept.is_empty()).then_some(Json::Object(kept))
}

/// By this a key of metadata is taken away.
fn is_gone(value: &Json) -> bool {
    value.as_str() == Some("")
}

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

    /// Changes metadata as Medusa does: what is given is merged at the top level, `""` takes a key away, `null` all of them.
    /// What has grown too large by it is refused, which [`ApiError`](web::ApiError) knows how to say.
    pub fn metadata(&mut self, column: &str, change: Change<Map<String, Json>>) {
        let given = match change {
            Change::Keep => return,
            Change::Clear => return self.to(column, None::<Json>),
            Change::Set(given) => given,
        };
        let (gone, given): (Vec<_>, Vec<_>) = given.into_iter().partition(|(_, value)| is_gone(value));
        let gone: Vec<String> = gone.into_iter().map(|(name, _)| name).collect();
        self.values.extend([Json::Object(given.into_iter().collect()).into(), Value::from(gone)]);
        let (given, gone) = (self.values.len() - 1, self.values.len());
        let _ = write!(self.sql, ", {column} = private.merge_metadata({column}, ${given}, ${gone})");
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
