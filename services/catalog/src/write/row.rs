//! Rows as the writer sees them: read, compared with what is wanted, and written back by the hundred.

use std::collections::BTreeSet;

use db::Tx;
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;
use uuid::Uuid;

/// A table with an `id`.
pub(super) trait Row: FromQueryResult + Serialize {
    /// The table.
    const TABLE: &'static str;
    /// Columns and their types.
    const COLUMNS: &'static [(&'static str, &'static str)];

    /// The select list of alias `t`, in the order in which rows are decoded.
    fn select() -> String {
        list(Self::COLUMNS, |(column, _)| format!("t.{column}"))
    }
}

/// Declares a row, its columns with their types, and its decoder.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident in $table:literal { $($column:ident: $type:ty = $sql:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize)]
        pub(super) struct $name {
            pub(super) id: uuid::Uuid,
            $(pub(super) $column: $type,)*
        }

        impl $crate::write::row::Row for $name {
            const TABLE: &'static str = concat!("public.", $table);
            const COLUMNS: &'static [(&'static str, &'static str)] =
                &[("id", "uuid"), $((stringify!($column), $sql),)*];
        }

        impl sea_orm::FromQueryResult for $name {
            fn from_query_result(row: &sea_orm::QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
                let mut at = 0usize..;
                let mut next = || at.next().unwrap_or_default();
                Ok(Self { id: row.try_get_by_index(next())?, $($column: row.try_get_by_index(next())?,)* })
            }
        }
    };
}
pub(super) use row;

/// What happens to the rows of a table. Each kind is one statement, however many rows there are.
#[derive(Debug)]
pub(super) struct Changes<T> {
    pub(super) insert: Vec<T>,
    pub(super) update: Vec<T>,
    pub(super) remove: Vec<Uuid>,
}

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Self { insert: Vec::new(), update: Vec::new(), remove: Vec::new() }
    }
}

impl<T> Changes<T> {
    pub(super) fn len(&self) -> usize {
        self.insert.len() + self.update.len() + self.remove.len()
    }
}

impl<T: Row + PartialEq> Changes<T> {
    /// Inserts a row that is new, updates one that differs from the stored one, leaves one that does not.
    pub(super) fn put(&mut self, wanted: T, stored: Option<&T>) {
        match stored {
            None => self.insert.push(wanted),
            Some(stored) if *stored != wanted => self.update.push(wanted),
            Some(_) => {}
        }
    }
}

impl<T: Row> Changes<T> {
    /// Who made them is asked once: the column's default would ask for each row.
    pub(super) async fn write_inserts(&self, tx: &Tx, organization: Uuid) -> db::Result<()> {
        if self.insert.is_empty() {
            return Ok(());
        }
        let columns = list(T::COLUMNS, |(column, _)| (*column).to_owned());
        let sql = format!(
            "insert into {} (organization_id, created_by, {columns})
             select $1, (select auth.uid()), {columns} from json_to_recordset($2::json) as r ({})",
            T::TABLE,
            definitions::<T>(),
        );
        db::exec(tx, &sql, [organization.into(), json(&self.insert)?]).await?;
        Ok(())
    }

    pub(super) async fn write_updates(&self, tx: &Tx, organization: Uuid) -> db::Result<()> {
        if self.update.is_empty() {
            return Ok(());
        }
        let sql = format!(
            "update {} t set {} from json_to_recordset($2::json) as r ({}) where t.organization_id = $1 and t.id = r.id",
            T::TABLE,
            list(&T::COLUMNS[1..], |(column, _)| format!("{column} = r.{column}")),
            definitions::<T>(),
        );
        db::exec(tx, &sql, [organization.into(), json(&self.update)?]).await?;
        Ok(())
    }

    pub(super) async fn write_removals(&self, tx: &Tx, organization: Uuid) -> db::Result<()> {
        if self.remove.is_empty() {
            return Ok(());
        }
        let sql = format!("delete from {} t where t.organization_id = $1 and t.id = any($2)", T::TABLE);
        db::exec(tx, &sql, [organization.into(), self.remove.clone().into()]).await?;
        Ok(())
    }
}

fn definitions<T: Row>() -> String {
    list(T::COLUMNS, |(column, kind)| format!("{column} {kind}"))
}

fn list(columns: &[(&str, &str)], write: impl Fn(&(&str, &str)) -> String) -> String {
    columns.iter().map(write).collect::<Vec<_>>().join(", ")
}

/// Rows as one parameter, for `json_to_recordset($n::json)`.
pub(super) fn json<T: Serialize>(rows: &[T]) -> db::Result<Value> {
    let text =
        serde_json::to_string(rows).map_err(|error| db::Error::Internal(sea_orm::DbErr::Json(error.to_string())))?;
    Ok(text.into())
}

/// A table that only says what belongs to what.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinkTable {
    /// The table.
    pub(super) table: &'static str,
    /// The column of the product or variant.
    pub(super) owner: &'static str,
    /// The column of what it has.
    pub(super) target: &'static str,
}

/// What happens to the rows of such a table.
#[derive(Debug)]
pub(super) struct Links {
    table: LinkTable,
    add: Vec<(Uuid, Uuid)>,
    remove: Vec<(Uuid, Uuid)>,
}

impl Links {
    pub(super) fn of(table: LinkTable) -> Self {
        Self { table, add: Vec::new(), remove: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.add.len() + self.remove.len()
    }

    pub(super) fn add(&mut self, owner: Uuid, target: Uuid) {
        self.add.push((owner, target));
    }

    pub(super) fn remove(&mut self, owner: Uuid, target: Uuid) {
        self.remove.push((owner, target));
    }

    /// Makes `owner` have exactly the wanted ones.
    pub(super) fn set(&mut self, owner: Uuid, wanted: &BTreeSet<Uuid>, stored: &BTreeSet<Uuid>) {
        self.add.extend(wanted.difference(stored).map(|target| (owner, *target)));
        self.remove.extend(stored.difference(wanted).map(|target| (owner, *target)));
    }

    pub(super) async fn write(&self, tx: &Tx, organization: Uuid) -> db::Result<()> {
        let LinkTable { table, owner, target } = self.table;
        if !self.remove.is_empty() {
            let sql = format!(
                "delete from public.{table} t using unnest($2::uuid[], $3::uuid[]) as gone (owner, target)
                 where t.organization_id = $1 and t.{owner} = gone.owner and t.{target} = gone.target"
            );
            db::exec(tx, &sql, pairs(organization, &self.remove)).await?;
        }
        if !self.add.is_empty() {
            let sql = format!(
                "insert into public.{table} (organization_id, {owner}, {target})
                 select $1, * from unnest($2::uuid[], $3::uuid[]) on conflict do nothing"
            );
            db::exec(tx, &sql, pairs(organization, &self.add)).await?;
        }
        Ok(())
    }
}

fn pairs(organization: Uuid, pairs: &[(Uuid, Uuid)]) -> [Value; 3] {
    let (owners, targets): (Vec<Uuid>, Vec<Uuid>) = pairs.iter().copied().unzip();
    [organization.into(), owners.into(), targets.into()]
}
