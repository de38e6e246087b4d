//! The conditions behind `where`, each with its value. Placeholders are numbered when the statement is written, so conditions
//! can be put below each other in any order.

use std::{borrow::Cow, fmt::Write, str::FromStr};

use sea_orm::Value;
use uuid::Uuid;
use web::query::TimeRange;

/// Conditions, all of which must hold.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    conditions: Vec<Condition>,
}

#[derive(Debug, Clone)]
enum Condition {
    /// Text without a value.
    Plain(Cow<'static, str>),
    /// Text in which `?` stands for the value.
    With(Cow<'static, str>, Value),
    /// One of these must hold.
    Any(Vec<Filter>),
    /// These must not all hold.
    Not(Filter),
    /// There is something of which these hold: an open bracket, what it is, and them.
    Of(&'static str, Filter),
}

impl Filter {
    /// Starts with a condition without a value.
    pub fn new(condition: impl Into<Cow<'static, str>>) -> Self {
        Self { conditions: vec![Condition::Plain(condition.into())] }
    }

    /// Adds a condition; `?` stands for the value.
    pub fn and(&mut self, condition: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        self.conditions.push(Condition::With(condition.into(), value.into()));
    }

    /// Adds a condition without a value.
    pub fn also(&mut self, condition: impl Into<Cow<'static, str>>) {
        self.conditions.push(Condition::Plain(condition.into()));
    }

    /// Adds all conditions of another.
    pub fn all(&mut self, other: Self) {
        self.conditions.extend(other.conditions);
    }

    /// Adds that one of these must hold.
    pub fn any(&mut self, alternatives: Vec<Self>) {
        self.conditions.push(Condition::Any(alternatives));
    }

    /// Adds that these must not all hold.
    pub fn not(&mut self, other: Self) {
        self.conditions.push(Condition::Not(other));
    }

    /// Adds that all of these hold of what `exists` finds: it ends where a condition may follow, inside a bracket.
    pub fn exists(&mut self, exists: &'static str, of: Self) {
        self.conditions.push(Condition::Of(exists, of));
    }

    /// Adds the bounds of a time.
    pub fn and_time(&mut self, column: &str, range: Option<TimeRange>) {
        let Some(TimeRange { at_least, after, at_most, before }) = range else {
            return;
        };
        for (operator, bound) in [(">=", at_least), (">", after), ("<=", at_most), ("<", before)] {
            if let Some(bound) = bound {
                self.and(format!("{column} {operator} ?"), bound);
            }
        }
    }

    /// Adds `column = any(texts)`.
    pub fn and_texts(&mut self, column: &str, texts: Option<&Vec<String>>) {
        if let Some(texts) = texts {
            self.and(format!("{column} = any(?)"), texts.clone());
        }
    }

    /// Adds a word search over text columns: every word in some column.
    pub fn and_words(&mut self, columns: &[&str], words: &[String]) {
        for word in words {
            let any = columns.iter().map(|column| format!("{column} ilike ?")).collect::<Vec<_>>().join(" or ");
            self.and(format!("({any})"), like(word));
        }
    }

    /// Whether it has no conditions.
    pub const fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// Whether it is this condition and no other.
    pub(crate) fn is_only(&self, condition: &str) -> bool {
        matches!(&*self.conditions, [Condition::Plain(text)] if text == condition)
    }

    /// How many conditions it has in all. A regular expression walks along the text of each row, so it counts as ten.
    pub(crate) fn count(&self) -> usize {
        let counts = self.conditions.iter().map(|condition| match condition {
            Condition::With(text, _) if text.ends_with(" ~ ?") => 10,
            Condition::Plain(_) | Condition::With(..) => 1,
            Condition::Any(alternatives) => alternatives.iter().map(Self::count).sum(),
            Condition::Not(other) | Condition::Of(_, other) => other.count(),
        });
        counts.sum()
    }

    /// The text behind `where`; its values are added to those that the statement has already.
    pub fn sql(&self, values: &mut Vec<Value>) -> String {
        let mut sql = String::new();
        self.write(&mut sql, values);
        sql
    }

    fn write(&self, sql: &mut String, values: &mut Vec<Value>) {
        if self.conditions.is_empty() {
            sql.push_str("true");
        }
        for (at, condition) in self.conditions.iter().enumerate() {
            if at > 0 {
                sql.push_str(" and ");
            }
            match condition {
                Condition::Plain(text) => sql.push_str(text),
                Condition::With(text, value) => {
                    values.push(value.clone());
                    sql.push_str(&text.replace('?', &format!("${}", values.len())));
                }
                Condition::Any(alternatives) if alternatives.is_empty() => sql.push_str("false"),
                Condition::Any(alternatives) => {
                    for (at, alternative) in alternatives.iter().enumerate() {
                        sql.push_str(if at > 0 { " or (" } else { "((" });
                        alternative.write(sql, values);
                        sql.push(')');
                    }
                    sql.push(')');
                }
                Condition::Not(other) => {
                    let _ = write!(sql, "not (");
                    other.write(sql, values);
                    sql.push(')');
                }
                Condition::Of(exists, other) => {
                    let _ = write!(sql, "{exists} and ");
                    other.write(sql, values);
                    sql.push(')');
                }
            }
        }
    }
}

/// A pattern that finds a word anywhere, whatever signs it has.
fn like(word: &str) -> String {
    format!("%{}%", word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// The ids among texts, each once; a text that is no id of this kind names nothing, so it is left out.
pub fn ids<T: FromStr + Into<Uuid>>(texts: &[String]) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = texts.iter().filter_map(|text| text.parse::<T>().ok()).map(Into::into).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_nest_and_are_numbered_where_they_stand() {
        let mut inner = Filter::default();
        inner.and("b = ?", 2);
        inner.and("(c = ? or d = ?)", 3);
        let mut not = Filter::new("e");
        not.and("f = ?", 4);
        let mut filter = Filter::new("a is null");
        filter.any(vec![inner, Filter::default()]);
        filter.not(not);
        filter.any(Vec::new());
        let mut of = Filter::default();
        of.and("l.g = ?", 5);
        filter.exists("exists (select from l where l.t = t.id", of);
        let mut values = vec![Value::from(1)];
        let sql = filter.sql(&mut values);
        assert_eq!(
            sql,
            "a is null and ((b = $2 and (c = $3 or d = $3)) or (true)) and not (e and f = $4) and false \
             and exists (select from l where l.t = t.id and l.g = $5)"
        );
        assert_eq!(values, [1, 2, 3, 4, 5].map(Value::from));
    }
}
