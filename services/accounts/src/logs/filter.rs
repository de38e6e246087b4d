//! What a log can be filtered by, as conditions of one statement.

use entity::ids::{ApiKeyId, AuditLogId, SecurityLogId, UserId};
use sea_orm::Value;
use uuid::Uuid;
use web::query::{Params, TimeRange};

/// Conditions on a table that is called `l`, joined by `and`. `$1` is the shop.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Filter {
    /// Adds `column <operator> value`.
    pub(super) fn add(&mut self, column: &str, operator: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.conditions.push(format!("l.{column} {operator} ${}", self.values.len() + 1));
    }

    /// The conditions, each with its `and`.
    pub(super) fn sql(&self) -> String {
        self.conditions.iter().fold(String::new(), |sql, condition| sql + " and " + condition)
    }

    /// The values from `$1` on.
    pub(super) fn values(&self, shop: Uuid) -> Vec<Value> {
        std::iter::once(shop.into()).chain(self.values.iter().cloned()).collect()
    }

    /// Takes the ids of a parameter; a text that is no such id finds nothing.
    pub(super) fn ids(&mut self, params: &mut Params, name: &str, parse: fn(&str) -> Option<Uuid>) {
        if let Some(texts) = params.texts(name) {
            let ids: Vec<Uuid> = texts.iter().filter_map(|text| parse(text)).collect();
            self.any(name, ids);
        }
    }

    /// Takes the texts of a parameter.
    pub(super) fn texts(&mut self, params: &mut Params, name: &str) {
        if let Some(texts) = params.texts(name) {
            self.any(name, texts);
        }
    }

    /// Takes `created_at[$gte]=…`.
    pub(super) fn times(&mut self, params: &mut Params) {
        let Some(TimeRange { at_least, after, at_most, before }) = params.time_range("created_at") else {
            return;
        };
        for (operator, time) in [(">=", at_least), (">", after), ("<=", at_most), ("<", before)] {
            if let Some(time) = time {
                self.add("created_at", operator, time);
            }
        }
    }

    fn any(&mut self, column: &str, values: impl Into<Value>) {
        self.values.push(values.into());
        self.conditions.push(format!("l.{column} = any (${})", self.values.len() + 1));
    }
}

pub(super) fn user(text: &str) -> Option<Uuid> {
    text.parse::<UserId>().ok().map(|id| id.0)
}

pub(super) fn api_key(text: &str) -> Option<Uuid> {
    text.parse::<ApiKeyId>().ok().map(|id| id.0)
}

pub(super) fn audit_log(text: &str) -> Option<Uuid> {
    text.parse::<AuditLogId>().ok().map(|id| id.0)
}

pub(super) fn security_log(text: &str) -> Option<Uuid> {
    text.parse::<SecurityLogId>().ok().map(|id| id.0)
}

impl Filter {
    /// Only lines that come after this one, the youngest first.
    pub(super) fn behind(&mut self, at: chrono::DateTime<chrono::Utc>, id: Uuid) {
        self.values.extend([Value::from(at), id.into()]);
        let (at, id) = (self.values.len(), self.values.len() + 1);
        self.conditions.push(format!("(l.created_at, l.id) < (${at}, ${id})"));
    }
}
