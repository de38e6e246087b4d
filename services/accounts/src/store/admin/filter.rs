//! The conditions of a list: text with `$n`, and the values that belong to them. `$1` is always the shop.

use std::{fmt::Write, str::FromStr};

use sea_orm::Value;
use uuid::Uuid;
use web::{
    Order,
    query::{Params, TimeRange},
};

/// Conditions, all of which must hold.
#[derive(Debug, Default)]
pub struct Filter {
    sql: String,
    values: Vec<Value>,
}

impl Filter {
    /// Adds a condition; `?` stands for the value.
    pub fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let placeholder = format!("${}", self.values.len() + 1);
        self.also(&condition.replace('?', &placeholder));
    }

    /// Adds a condition without a value.
    pub fn also(&mut self, condition: &str) {
        let _ = write!(self.sql, " and {condition}");
    }

    /// Takes ids of a kind; a text that is none names nothing.
    pub fn ids<T: FromStr + Into<Uuid>>(&mut self, params: &mut Params, name: &str, condition: &str) {
        if let Some(texts) = params.texts(name) {
            self.and(condition, ids::<T>(&texts));
        }
    }

    /// Takes texts, of which a column is one.
    pub fn texts(&mut self, params: &mut Params, name: &str, column: &str) {
        if let Some(texts) = params.texts(name) {
            self.and(&format!("{column} = any(?)"), texts);
        }
    }

    /// Takes `true` or `false`.
    pub fn boolean(&mut self, params: &mut Params, name: &str, column: &str) {
        if let Some(value) = params.boolean(name) {
            self.and(&format!("{column} = ?"), value);
        }
    }

    /// Takes the bounds of a time.
    pub fn time(&mut self, params: &mut Params, name: &str, column: &str) {
        let Some(TimeRange { at_least, after, at_most, before }) = params.time_range(name) else {
            return;
        };
        for (operator, bound) in [(">=", at_least), (">", after), ("<=", at_most), ("<", before)] {
            if let Some(bound) = bound {
                self.and(&format!("{column} {operator} ?"), bound);
            }
        }
    }

    /// Takes `with_deleted`; without it what was deleted is left out.
    pub fn living(&mut self, params: &mut Params, alias: &str) {
        if params.boolean("with_deleted") != Some(true) {
            self.also(&format!("{alias}.deleted_at is null"));
        }
    }

    /// Every word in some column.
    pub(super) fn words(&mut self, columns: &[&str], words: &[String]) {
        for word in words {
            let any = columns.iter().map(|column| format!("{column} ilike ?")).collect::<Vec<_>>().join(" or ");
            self.and(&format!("({any})"), like(word));
        }
    }

    /// The text, which begins with `and`.
    pub(super) fn sql(&self) -> &str {
        &self.sql
    }

    /// The values, the shop first.
    pub(super) fn values(&self, organization: Uuid) -> Vec<Value> {
        std::iter::once(organization.into()).chain(self.values.iter().cloned()).collect()
    }
}

/// A pattern that finds a word anywhere, whatever signs it has.
fn like(word: &str) -> String {
    format!("%{}%", word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// The ids among texts, each once.
pub fn ids<T: FromStr + Into<Uuid>>(texts: &[String]) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = texts.iter().filter_map(|text| text.parse::<T>().ok()).map(Into::into).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// An `order by` that always ends with the key, so pages neither overlap nor skip.
pub(super) fn order_by(alias: &str, order: &[Order]) -> String {
    if order.is_empty() {
        return format!("order by {alias}.created_at desc, {alias}.id desc");
    }
    let mut sql = String::from("order by ");
    for Order { field, descending } in order {
        let direction = if *descending { " desc nulls last" } else { "" };
        let _ = write!(sql, "{alias}.{field}{direction}, ");
    }
    let _ = write!(sql, "{alias}.id");
    sql
}
