//! The tables of the live schema, in an order in which they can be filled.

use db::{Tx, sea_orm::FromQueryResult};

/// A table with all that is needed to make a row.
#[derive(Debug)]
pub(super) struct Table {
    /// Quoted, with its schema.
    pub(super) name: String,
    /// The column that says whose row it is.
    pub(super) tenant_column: String,
    pub(super) columns: Vec<Column>,
    pub(super) references: Vec<Reference>,
    /// Definitions of check constraints, as `CHECK (…)`.
    pub(super) checks: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) is_required: bool,
    pub(super) is_unique: bool,
}

#[derive(Debug)]
pub(super) struct Reference {
    pub(super) columns: Vec<String>,
    pub(super) to_table: String,
    pub(super) to_columns: Vec<String>,
    /// The organization is part of it, and of what it refers to.
    pub(super) carries_tenant: bool,
}

#[derive(Debug)]
pub(super) struct Schema {
    pub(super) tables: Vec<Table>,
}

#[derive(FromQueryResult)]
struct TableRow {
    oid: i64,
    name: String,
    tenant_column: String,
    checks: Vec<String>,
}

#[derive(FromQueryResult)]
struct ColumnRow {
    name: String,
    kind: String,
    is_required: bool,
    is_unique: bool,
}

#[derive(FromQueryResult)]
struct ReferenceRow {
    columns: Vec<String>,
    to_table: String,
    to_columns: Vec<String>,
}

const TABLES: &str = "
    select c.oid::bigint as oid, format('%I.%I', n.nspname, c.relname) as name,
      coalesce((select quote_ident(a.attname) from pg_attribute a
                where a.attrelid = c.oid and a.attname in ('organization_id', 'organizationId') and not a.attisdropped),
               'id') as tenant_column,
      array(select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c') as checks
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'auth', 'private') and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> 'seaql_migrations'
    order by c.oid";

const COLUMNS: &str = "
    select a.attname as name, format_type(a.atttypid, null) as kind,
      a.attnotnull and not a.atthasdef and a.attgenerated = '' as is_required,
      exists (select from pg_index i where i.indrelid = a.attrelid and i.indisunique
              and a.attnum = any (i.indkey::smallint[])) as is_unique
    from pg_attribute a
    where a.attrelid = $1::bigint::oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    order by a.attnum";

const REFERENCES: &str = "
    select
      array(select a.attname::text from unnest(k.conkey) with ordinality c (n, o)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.n order by c.o) as columns,
      (select format('%I.%I', n.nspname, r.relname) from pg_class r join pg_namespace n on n.oid = r.relnamespace
       where r.oid = k.confrelid) as to_table,
      array(select a.attname::text from unnest(k.confkey) with ordinality c (n, o)
            join pg_attribute a on a.attrelid = k.confrelid and a.attnum = c.n order by c.o) as to_columns
    from pg_constraint k
    where k.conrelid = $1::bigint::oid and k.contype = 'f' and k.conparentid = 0";

impl Schema {
    /// Reads the catalogue of Postgres.
    pub(super) async fn read(tx: &Tx) -> Self {
        let mut tables = Vec::new();
        let rows: Vec<TableRow> = db::fetch_all(tx, TABLES, []).await.unwrap();
        for TableRow { oid, name, tenant_column, checks } in rows {
            let columns: Vec<ColumnRow> = db::fetch_all(tx, COLUMNS, [oid.into()]).await.unwrap();
            let references: Vec<ReferenceRow> = db::fetch_all(tx, REFERENCES, [oid.into()]).await.unwrap();
            tables.push(Table {
                name,
                tenant_column,
                checks,
                columns: columns
                    .into_iter()
                    .map(|ColumnRow { name, kind, is_required, is_unique }| Column {
                        name,
                        kind,
                        is_required,
                        is_unique,
                    })
                    .collect(),
                references: references
                    .into_iter()
                    .map(|ReferenceRow { columns, to_table, to_columns }| Reference {
                        carries_tenant: columns.len() > 1 && columns.iter().any(|name| is_tenant(name)),
                        columns,
                        to_table,
                        to_columns,
                    })
                    .collect(),
            });
        }
        Self { tables: in_order(tables) }
    }
}

pub(super) fn is_tenant(column: &str) -> bool {
    column == "organization_id" || column == "organizationId"
}

/// Parents first. A reference of a table to itself does not count.
fn in_order(mut waiting: Vec<Table>) -> Vec<Table> {
    let mut ordered: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|table| {
            table
                .references
                .iter()
                .all(|key| key.to_table == table.name || ordered.iter().any(|known: &Table| known.name == key.to_table))
        });
        let at = ready.unwrap_or_else(|| panic!("tables refer to each other in a circle: {waiting:?}"));
        ordered.push(waiting.remove(at));
    }
    ordered
}
