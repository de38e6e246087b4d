//! Searching people, in the words of Better Auth's list of users. What cannot be, like a column that nobody knows or a time
//! that is none, finds nobody.

use chrono::Datelike;
use db::Tx;
use sea_orm::{FromQueryResult, Value};

use super::users::User;

/// A column that can be filtered and sorted by. Passwords and the like are not in this table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    sql: &'static str,
    kind: &'static str,
}

const COLUMNS: [(&str, &str, &str); 12] = [
    ("id", "u.id", "uuid"),
    ("name", "u.name", "text"),
    ("email", "u.email", "text"),
    ("emailVerified", r#"u."emailVerified""#, "boolean"),
    ("image", "u.image", "text"),
    ("createdAt", r#"u."createdAt""#, "timestamptz"),
    ("updatedAt", r#"u."updatedAt""#, "timestamptz"),
    ("role", "u.role", "text"),
    ("banned", "u.banned", "boolean"),
    ("banReason", r#"u."banReason""#, "text"),
    ("banExpires", r#"u."banExpires""#, "timestamptz"),
    ("twoFactorEnabled", r#"u."twoFactorEnabled""#, "boolean"),
];

impl Column {
    /// By the name that clients give it.
    pub fn named(wanted: &str) -> Option<Self> {
        let found = COLUMNS.iter().find(|(name, ..)| *name == wanted);
        found.map(|(_, sql, kind)| Self { sql, kind })
    }

    /// Whether Postgres reads this text as a value of the column.
    fn takes(self, text: &str) -> bool {
        match self.kind {
            "uuid" => text.parse::<uuid::Uuid>().is_ok(),
            "boolean" => matches!(text, "true" | "false"),
            "timestamptz" => {
                chrono::DateTime::parse_from_rfc3339(text).is_ok_and(|time| (1..=9999).contains(&time.year()))
            }
            _ => !text.contains('\0'),
        }
    }
}

/// How a column and a value are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    In,
    NotIn,
    Contains,
    StartsWith,
    EndsWith,
}

/// A condition on a column.
#[derive(Debug, Clone)]
pub struct Condition {
    pub column: Column,
    pub operator: Operator,
    /// One value, but for [`Operator::In`] and [`Operator::NotIn`].
    pub values: Vec<String>,
}

/// Who is looked for, and which part of them is shown.
#[derive(Debug, Clone, Default)]
pub struct Search {
    pub conditions: Vec<Condition>,
    pub sort_by: Option<Column>,
    pub descending: bool,
    pub limit: i64,
    pub offset: i64,
}

#[derive(FromQueryResult)]
struct Count {
    total: i64,
}

/// A part of the people who fit, and how many fit.
pub async fn search(tx: &Tx, search: &Search) -> db::Result<(Vec<User>, i64)> {
    let mut conditions = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    for condition in &search.conditions {
        let Some(sql) = condition.sql(values.len() + 1) else {
            return Ok((Vec::new(), 0));
        };
        conditions.push(sql);
        values.push(match condition.operator {
            Operator::In | Operator::NotIn => condition.values.clone().into(),
            _ => condition.values.first().cloned().into(),
        });
    }
    let filter = if conditions.is_empty() { "true".to_owned() } else { conditions.join(" and ") };
    let count = format!(r#"select count(*) as total from auth."user" u where {filter}"#);
    let Count { total } = db::fetch_one(tx, &count, values.clone()).await?;

    let direction = if search.descending { "desc" } else { "asc" };
    let order = search.sort_by.map(|column| format!("{} {direction}, ", column.sql)).unwrap_or_default();
    let (limit, offset) = (values.len() + 1, values.len() + 2);
    values.extend([search.limit.into(), search.offset.into()]);
    let sql = format!(
        r#"select {} from auth."user" u where {filter} order by {order}u.id {direction} limit ${limit} offset ${offset}"#,
        User::COLUMNS
    );
    Ok((db::fetch_all(tx, &sql, values).await?, total))
}

impl Condition {
    /// With its value as parameter `at`; `None` if nothing can fit.
    fn sql(&self, at: usize) -> Option<String> {
        let Self { column: Column { sql, kind }, operator, values } = self;
        let is_list = matches!(operator, Operator::In | Operator::NotIn);
        if (values.len() != 1 && !is_list) || !values.iter().all(|value| self.column.takes(value)) {
            return None;
        }
        let sign = match operator {
            Operator::Equal => "=",
            Operator::NotEqual => "is distinct from",
            Operator::Less => "<",
            Operator::AtMost => "<=",
            Operator::Greater => ">",
            Operator::AtLeast => ">=",
            Operator::In => return Some(format!("{sql} = any(${at}::text[]::{kind}[])")),
            Operator::NotIn => return Some(format!("{sql} <> all(${at}::text[]::{kind}[])")),
            Operator::Contains | Operator::StartsWith | Operator::EndsWith if *kind != "text" => return None,
            Operator::Contains => return Some(format!("strpos(lower({sql}), lower(${at}::text)) > 0")),
            Operator::StartsWith => return Some(format!("starts_with(lower({sql}), lower(${at}::text))")),
            Operator::EndsWith => {
                return Some(format!("right(lower({sql}), length(${at}::text)) = lower(${at}::text)"));
            }
        };
        Some(format!("{sql} {sign} ${at}::text::{kind}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sql(name: &str, operator: Operator, value: &str) -> Option<String> {
        Condition { column: Column::named(name).unwrap(), operator, values: vec![value.to_owned()] }.sql(1)
    }

    #[test]
    fn what_cannot_be_finds_nobody() {
        assert!(Column::named("password").is_none());
        assert_eq!(sql("id", Operator::Equal, "nothing"), None);
        assert_eq!(sql("banned", Operator::Equal, "perhaps"), None);
        assert_eq!(sql("createdAt", Operator::Greater, "yesterday"), None);
        assert_eq!(sql("banned", Operator::Contains, "true"), None);
        assert_eq!(sql("name", Operator::Equal, "a\0b"), None);
        assert_eq!(sql("name", Operator::Equal, "'").unwrap(), "u.name = $1::text::text");
    }
}
