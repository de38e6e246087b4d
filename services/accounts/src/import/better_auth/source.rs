//! The other database, as it was in one moment.

use std::collections::{BTreeMap, BTreeSet};

use secrecy::{ExposeSecret, SecretString};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, postgres::PgConnectOptions};

/// Rows that are read at a time.
const AT_ONCE: usize = 1_000;

/// Why the other database cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The URL is none, or nobody answers there.
    #[error(
        "cannot connect to the database of Better Auth: is the URL postgres://user:password@host/database, and does it run?"
    )]
    Connect(#[source] sqlx::Error),
    /// The tables are not there.
    #[error("there is no table \"user\" in {place}: name the schema of Better Auth's tables with --schema")]
    NoTables {
        /// Where was looked.
        place: String,
    },
    /// The tables are something else.
    #[error(
        "\"{table}\" in schema {schema} has no column \"{column}\": these are not Better Auth's tables by their own names"
    )]
    NotBetterAuth {
        /// The schema.
        schema: String,
        /// The table.
        table: &'static str,
        /// The column that is missing.
        column: &'static str,
    },
    /// Reading failed.
    #[error("the database of Better Auth cannot be read: may this user select from all its tables?")]
    Read(#[source] sqlx::Error),
}

/// What makes a database one of Better Auth.
const CORE: &[(&str, &[&str])] = &[
    ("user", &["id", "email", "emailVerified"]),
    ("account", &["id", "accountId", "providerId", "userId"]),
    ("session", &["id", "token", "userId", "expiresAt"]),
];

/// An open snapshot, which cannot write.
pub struct Source {
    connection: PgConnection,
    schema: String,
    tables: BTreeMap<String, BTreeSet<String>>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("schema", &self.schema).finish_non_exhaustive()
    }
}

impl Source {
    /// Opens a snapshot of the tables in `schema`, or in the first schema of the search path that has them.
    pub async fn open(url: &SecretString, schema: Option<&str>) -> Result<Self, SourceError> {
        let options: PgConnectOptions = url.expose_secret().parse().map_err(SourceError::Connect)?;
        let options = options.application_name("kontor import");
        let mut connection = PgConnection::connect_with(&options).await.map_err(SourceError::Connect)?;
        connection
            .execute(
                "begin isolation level repeatable read, read only;
                 set local time zone 'UTC';
                 set local statement_timeout = 0;
                 set local idle_in_transaction_session_timeout = 0",
            )
            .await
            .map_err(SourceError::Read)?;
        let schema = match schema {
            Some(schema) => schema.to_owned(),
            None => find_schema(&mut connection).await?,
        };
        let tables = tables(&mut connection, &schema).await.map_err(SourceError::Read)?;
        let source = Self { connection, schema, tables };
        source.check()?;
        Ok(source)
    }

    fn check(&self) -> Result<(), SourceError> {
        if !self.has("user") {
            return Err(SourceError::NoTables { place: format!("schema {}", self.schema) });
        }
        for (table, columns) in CORE {
            for column in *columns {
                if !self.has_column(table, column) {
                    return Err(SourceError::NotBetterAuth { schema: self.schema.clone(), table, column });
                }
            }
        }
        Ok(())
    }

    /// Whether there is such a table.
    pub(super) fn has(&self, table: &str) -> bool {
        self.tables.contains_key(table)
    }

    /// Whether a table has such a column.
    pub(super) fn has_column(&self, table: &str, column: &str) -> bool {
        self.tables.get(table).is_some_and(|columns| columns.contains(column))
    }

    /// The tables that are none of these.
    pub(super) fn others(&self, known: &[&str]) -> Vec<String> {
        self.tables.keys().filter(|table| !known.contains(&table.as_str())).cloned().collect()
    }

    /// A table's name, quoted, with its schema.
    pub(super) fn name(&self, table: &str) -> String {
        format!("{}.{}", quote(&self.schema), quote(table))
    }

    /// How many rows a query has. `query` is made of names that this module quoted.
    pub(super) async fn count(&mut self, query: &str) -> Result<u64, SourceError> {
        let sql = format!("select count(*) from ({query}) as q");
        let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut self.connection).await.map_err(SourceError::Read)?;
        Ok(u64::try_from(row.get::<i64, _>(0)).unwrap_or_default())
    }

    /// Begins to read what a query answers.
    pub(super) async fn read(&mut self, query: &str) -> Result<(), SourceError> {
        let sql = format!("declare rows no scroll cursor for {query}");
        self.connection.execute(AssertSqlSafe(sql)).await.map(drop).map_err(SourceError::Read)
    }

    /// The next rows, each a JSON object; none when there are no more.
    pub(super) async fn next(&mut self) -> Result<Vec<String>, SourceError> {
        let sql = format!("fetch forward {AT_ONCE} from rows");
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut self.connection).await.map_err(SourceError::Read)?;
        if rows.is_empty() {
            self.connection.execute("close rows").await.map_err(SourceError::Read)?;
        }
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    /// Lets go of the snapshot.
    pub async fn close(self) {
        self.connection.close().await.ok();
    }
}

async fn find_schema(connection: &mut PgConnection) -> Result<String, SourceError> {
    let sql = r#"select n.nspname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.oid = to_regclass('"user"')"#;
    let found = sqlx::query(sql).fetch_optional(connection).await.map_err(SourceError::Read)?;
    found.map(|row| row.get(0)).ok_or_else(|| SourceError::NoTables { place: "the search path".to_owned() })
}

async fn tables(
    connection: &mut PgConnection,
    schema: &str,
) -> Result<BTreeMap<String, BTreeSet<String>>, sqlx::Error> {
    let sql = "select c.relname::text, a.attname::text
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'f')";
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in sqlx::query(sql).bind(schema).fetch_all(connection).await? {
        tables.entry(row.get(0)).or_default().insert(row.get(1));
    }
    Ok(tables)
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn names_stay_names() {
        assert_eq!(quote(r#"a"; drop table "b"#), r#""a""; drop table ""b""#);
    }
}
