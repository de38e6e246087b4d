//! One row in every table, for any schema.

use std::collections::HashMap;

use db::{Tx, sea_orm::FromQueryResult};
use uuid::Uuid;

use super::schema::{Column, Reference, Schema, Table, is_tenant};

type Row = HashMap<String, String>;

/// A shop with its people and one row in every table.
#[derive(Debug)]
pub(super) struct Shop {
    pub(super) organization: Uuid,
    pub(super) shopper: Uuid,
    pub(super) staff: Uuid,
    pub(super) admin: Uuid,
    /// SQL literals by column, by table.
    rows: HashMap<String, Row>,
}

/// Makes shops.
#[derive(Debug, Default)]
pub(super) struct Filler {
    /// What a checked column accepts, once found.
    samples: HashMap<(String, String), String>,
}

#[derive(FromQueryResult)]
pub(super) struct Fits {
    pub(super) fits: Option<bool>,
}

impl Filler {
    pub(super) async fn shop(&mut self, tx: &Tx, schema: &Schema, slug: &str) -> Shop {
        let [organization, shopper, staff, admin] = std::array::from_fn(|_| Uuid::now_v7());
        let mut shop = Shop { organization, shopper, staff, admin, rows: HashMap::new() };
        for table in &schema.tables {
            let row = match table.name.as_str() {
                "auth.\"user\"" => {
                    for (who, id) in [("shopper", shopper), ("staff", staff)] {
                        insert(tx, table, &person(slug, who, id)).await;
                    }
                    person(slug, "admin", admin)
                }
                "auth.organization" => Row::from([
                    ("id".to_owned(), literal(&organization.to_string())),
                    ("name".to_owned(), literal(slug)),
                    ("slug".to_owned(), literal(slug)),
                ]),
                _ => self.row(tx, table, &shop).await,
            };
            if let Some(first) = before(table, &row) {
                insert(tx, table, &first).await;
            }
            insert(tx, table, &row).await;
            let besides: &[(&str, String)] = match table.name.as_str() {
                "auth.member" => &[("userId", literal(&staff.to_string())), ("role", literal("member"))],
                // A posting balances, or is refused at commit.
                "public.ledger_entries" => &[("account", literal("revenue")), ("amount", "-1".to_owned())],
                _ => &[],
            };
            if !besides.is_empty() {
                insert(tx, table, &another(&row, besides)).await;
            }
            shop.rows.insert(table.name.clone(), row);
        }
        shop
    }

    async fn row(&mut self, tx: &Tx, table: &Table, shop: &Shop) -> Row {
        let mut row = Row::new();
        for key in table.references.iter().filter(|key| key.to_table != table.name) {
            let parent = &shop.rows[&key.to_table];
            for (column, to_column) in key.columns.iter().zip(&key.to_columns) {
                row.insert(column.clone(), parent[to_column].clone());
            }
        }
        for column in &table.columns {
            if is_tenant(&column.name) {
                row.insert(column.name.clone(), literal(&shop.organization.to_string()));
            } else if column.name == "id" {
                row.insert(column.name.clone(), literal(&Uuid::now_v7().to_string()));
            } else if !row.contains_key(&column.name) && (column.is_required || column.is_unique) {
                let sample = self.sample(tx, table, column).await;
                row.insert(column.name.clone(), sample);
            }
        }
        match table.name.as_str() {
            "auth.member" => row.insert("role".to_owned(), literal("owner")),
            // A shopper sees what is published: the matrix is stricter when there is something to see.
            "public.products" => row.insert("status".to_owned(), literal("published")),
            "public.reviews" => row.insert("status".to_owned(), literal("approved")),
            "public.pages" => {
                row.insert("published_revision".to_owned(), "1".to_owned());
                row.insert("published_at".to_owned(), "now()".to_owned());
                row.insert("status".to_owned(), literal("published"))
            }
            // What has no sides is no picture.
            "public.media" => row.insert("mime_type".to_owned(), literal("application/pdf")),
            "public.media_uses" | "public.page_content" => row.insert("state".to_owned(), literal("published")),
            "public.product_categories" => row.insert("is_active".to_owned(), "true".to_owned()),
            "public.tax_regions" => row.insert("parent_id".to_owned(), literal(&Uuid::now_v7().to_string())),
            // One with a number keeps what it came to.
            "public.documents" => row.insert("amounts".to_owned(), "'{}'".to_owned()),
            // The one customer there is would bring himself.
            "public.referrals" => row.insert("status".to_owned(), literal("refused")),
            _ => None,
        };
        row
    }

    /// The first of some values that the column's checks accept.
    async fn sample(&mut self, tx: &Tx, table: &Table, column: &Column) -> String {
        let key = (table.name.clone(), column.name.clone());
        // A table that belongs to no shop has the rows of both, so what is unique must differ.
        let is_shared = column.is_unique && !table.columns.iter().any(|column| is_tenant(&column.name));
        if let Some(known) = self.samples.get(&key).filter(|_| !is_shared) {
            return known.clone();
        }
        let candidates: Vec<String> = match column.kind.as_str() {
            "text" if is_shared => {
                let fresh = Uuid::now_v7().simple().to_string();
                vec![literal(&fresh), literal(&format!("{fresh:x<43}"))]
            }
            "text" => closed_set(table, column)
                .into_iter()
                .chain(
                    [
                        "sample",
                        "usd",
                        "us",
                        "de",
                        "sample.made",
                        "ab/cd.png",
                        "/sample",
                        "0123456789abcdef0123456789abcdef-01234567",
                        "{}",
                        "AB12",
                        "pp_system_default",
                        "stripe",
                    ]
                    .map(literal),
                )
                .collect(),
            "uuid" => vec![literal("00000000-0000-7000-8000-000000000001")],
            "bytea" => vec!["decode(repeat('ab', 32), 'hex')".to_owned()],
            "boolean" => vec!["false".to_owned(), "true".to_owned()],
            "bigint" | "integer" | "smallint" | "numeric" | "double precision" => {
                vec!["1".to_owned(), "0".to_owned(), "384".to_owned(), "301".to_owned()]
            }
            "jsonb" => vec!["'{}'".to_owned(), "'[]'".to_owned(), r#"'{"blocks": []}'"#.to_owned()],
            "timestamp with time zone" => vec!["now()".to_owned()],
            // Of a table that all shops share each wants another.
            "date" => vec!["date '2000-01-01' + (random() * 100000)::integer".to_owned()],
            "interval" => vec!["interval '1 second'".to_owned()],
            other => panic!("the matrix has no sample of type {other}, which {key:?} wants: add one"),
        };
        for candidate in candidates {
            if accepts(tx, table, column, &candidate).await {
                self.samples.insert(key, candidate.clone());
                return candidate;
            }
        }
        panic!("the matrix has no sample that {key:?} accepts ({:?}): add one", table.checks);
    }
}

/// Whether all checks that speak of this column alone hold.
async fn accepts(tx: &Tx, table: &Table, column: &Column, candidate: &str) -> bool {
    for check in &table.checks {
        let expression = check.strip_prefix("CHECK ").expect("a check begins so");
        let sql = format!(
            "select ({expression}) as fits from (select {candidate}::{} as {}) t",
            column.kind,
            quoted(&column.name)
        );
        tx.batch("savepoint sample").await.unwrap();
        let fits = db::fetch_one::<Fits>(tx, &sql, []).await;
        tx.batch("rollback to savepoint sample").await.unwrap();
        // An error means that the check speaks of other columns too.
        if fits.is_ok_and(|found| found.fits == Some(false)) {
            return false;
        }
    }
    true
}

/// `CHECK ((status = ANY (ARRAY['draft'::text, …])))` → `'draft'`
fn closed_set(table: &Table, column: &Column) -> Option<String> {
    // Postgres quotes what is a word of SQL.
    let markers = [column.name.clone(), quoted(&column.name)].map(|name| format!("({name} = ANY (ARRAY['"));
    let check = table.checks.iter().find_map(|check| markers.iter().find_map(|marker| check.split_once(marker)))?;
    Some(literal(check.1.split('\'').next()?))
}

fn person(slug: &str, who: &str, id: Uuid) -> Row {
    Row::from([
        ("id".to_owned(), literal(&id.to_string())),
        ("name".to_owned(), literal(who)),
        ("email".to_owned(), literal(&format!("{who}@{slug}.example"))),
    ])
}

/// A row that this one refers to in its own table, and may not be without.
fn before(table: &Table, row: &Row) -> Option<Row> {
    // A province lies in a country.
    (table.name == "public.tax_regions").then(|| {
        let mut country = row.clone();
        country.insert("id".to_owned(), row["parent_id"].clone());
        country.remove("parent_id");
        country.remove("province_code");
        country
    })
}

/// A row like this one, but for these columns.
fn another(row: &Row, besides: &[(&str, String)]) -> Row {
    let mut other = row.clone();
    other.insert("id".to_owned(), literal(&Uuid::now_v7().to_string()));
    other.extend(besides.iter().map(|(column, value)| ((*column).to_owned(), value.clone())));
    other
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn insert_sql(table: &Table, row: &Row) -> String {
    let (columns, values): (Vec<String>, Vec<&str>) =
        row.iter().map(|(column, value)| (quoted(column), value.as_str())).unzip();
    format!("insert into {} ({}) values ({})", table.name, columns.join(", "), values.join(", "))
}

async fn insert(tx: &Tx, table: &Table, row: &Row) {
    // A trigger may have made the row already; a row that is missing in the end is found by counting.
    let sql = format!("{} on conflict do nothing", insert_sql(table, row));
    if let Err(error) = db::exec(tx, &sql, []).await {
        panic!("the matrix cannot fill {}: {error:?}\n{sql}", table.name);
    }
}

impl Shop {
    /// Another row like the one that is there.
    pub(super) fn insert_again(&self, table: &Table) -> String {
        let mut row = self.rows[&table.name].clone();
        if row.contains_key("id") && table.name != "auth.organization" {
            row.insert("id".to_owned(), literal(&Uuid::now_v7().to_string()));
        }
        insert_sql(table, &row)
    }

    /// Whose rows of a table are this shop's: those that belong to no shop are known by themselves.
    pub(super) fn key_of(&self, table: &Table) -> Uuid {
        match table.tenant_column.as_str() {
            "id" => self.rows[&table.name]["id"].trim_matches('\'').parse().expect("an id is a UUID"),
            _ => self.organization,
        }
    }

    /// Makes our row refer to what is theirs. `None` when what is referred to is called the same in both shops.
    pub(super) fn refer(&self, table: &Table, key: &Reference, other: &Shop) -> Option<String> {
        let (mine, parent) = (&self.rows[&table.name], &other.rows[&key.to_table]);
        let changes: Vec<String> = key
            .columns
            .iter()
            .zip(&key.to_columns)
            .filter(|(column, to_column)| !is_tenant(column) && mine.get(*column) != Some(&parent[*to_column]))
            .map(|(column, to_column)| format!("{} = {}", quoted(column), parent[to_column]))
            .collect();
        let (name, tenant) = (&table.name, &table.tenant_column);
        let owner = self.organization;
        // Some tables have a row more, which its checks keep from referring at all.
        let row = mine.get("id").map(|id| format!(" and id = {id}")).unwrap_or_default();
        (!changes.is_empty())
            .then(|| format!("update {name} set {} where {tenant} = '{owner}'{row}", changes.join(", ")))
    }
}
