//! A where clause that grows: text with `$n` and the values that belong to them.

use std::{fmt::Write, str::FromStr};

use sea_orm::Value;
use uuid::Uuid;
use web::{Order, query::TimeRange};

/// Conditions, all of which must hold, and their values.
#[derive(Debug, Default)]
pub struct Filter {
    sql: String,
    values: Vec<Value>,
}

impl Filter {
    /// Starts with a condition without a value.
    pub fn new(condition: &str) -> Self {
        Self { sql: condition.to_owned(), values: Vec::new() }
    }

    /// Adds a condition; `?` stands for the value.
    pub fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let placeholder = format!("${}", self.values.len());
        self.also(&condition.replace('?', &placeholder));
    }

    /// Adds a condition without a value.
    pub fn also(&mut self, condition: &str) {
        let glue = if self.sql.is_empty() { "" } else { " and " };
        let _ = write!(self.sql, "{glue}{condition}");
    }

    /// Adds the bounds of a time.
    pub fn and_time(&mut self, column: &str, range: Option<TimeRange>) {
        let Some(TimeRange { at_least, after, at_most, before }) = range else {
            return;
        };
        for (operator, bound) in [(">=", at_least), (">", after), ("<=", at_most), ("<", before)] {
            if let Some(bound) = bound {
                self.and(&format!("{column} {operator} ?"), bound);
            }
        }
    }

    /// Adds `column = any(texts)`.
    pub fn and_texts(&mut self, column: &str, texts: Option<&Vec<String>>) {
        if let Some(texts) = texts {
            self.and(&format!("{column} = any(?)"), texts.clone());
        }
    }

    /// Adds a word search over text columns: every word in some column.
    pub fn and_words(&mut self, columns: &[&str], words: &[String]) {
        for word in words {
            let any = columns.iter().map(|column| format!("{column} ilike ?")).collect::<Vec<_>>().join(" or ");
            self.and(&format!("({any})"), like(word));
        }
    }

    /// The text behind `where`.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The values, and the number of the next placeholder.
    pub fn values(&self) -> Vec<Value> {
        self.values.clone()
    }

    /// The number of the next placeholder.
    pub fn next(&self) -> usize {
        self.values.len() + 1
    }
}

/// A pattern that finds a word anywhere, whatever signs it has.
fn like(word: &str) -> String {
    format!("%{}%", word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// The ids among texts; a text that is no id of this kind names nothing, so it is left out.
pub fn ids<T: FromStr + Into<Uuid>>(texts: &[String]) -> Vec<Uuid> {
    texts.iter().filter_map(|text| text.parse::<T>().ok()).map(Into::into).collect()
}

/// An `order by` that always ends with the key, so pages neither overlap nor skip.
pub fn order_by(alias: &str, order: &[Order], default: &str) -> String {
    let mut sql = String::from("order by ");
    let mut ends_with_id = false;
    for Order { field, descending } in order {
        let direction = if *descending { " desc nulls last" } else { "" };
        let _ = write!(sql, "{alias}.{field}{direction}, ");
        ends_with_id |= *field == "id";
    }
    if order.is_empty() {
        sql.push_str(default);
    } else if ends_with_id {
        sql.truncate(sql.len() - 2);
    } else {
        let _ = write!(sql, "{alias}.id");
    }
    sql
}
