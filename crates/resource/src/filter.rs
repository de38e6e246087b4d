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

    /// Adds that one of these must hold. To have what is so or to have what is so otherwise is to have what is one of both, which
    /// is looked for once.
    pub fn any(&mut self, alternatives: Vec<Self>) {
        let mut merged: Vec<Self> = Vec::with_capacity(alternatives.len());
        let mut of: Vec<(&'static str, usize, Vec<Self>)> = Vec::new();
        for mut alternative in alternatives {
            let last = alternative.conditions.pop();
            if let Some(Condition::Of(exists, inner)) = last.clone().filter(|_| alternative.conditions.is_empty()) {
                if let Some((_, _, inners)) = of.iter_mut().find(|(known, ..)| *known == exists) {
                    inners.push(inner);
                    continue;
                }
                of.push((exists, merged.len(), vec![inner]));
            }
            alternative.conditions.extend(last);
            merged.push(alternative);
        }
        for (exists, at, inners) in of.into_iter().filter(|(_, _, inners)| inners.len() > 1) {
            let (mut inner, mut one) = (Self::default(), Self::default());
            inner.any(inners);
            one.exists(exists, inner);
            merged[at] = one;
        }
        self.conditions.push(Condition::Any(merged));
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

    /// What it costs to look at a row, in tenths of a comparison with a column.
    pub(crate) fn price(&self) -> usize {
        let prices = self.conditions.iter().map(|condition| match condition {
            Condition::Plain(_) => COMPARISON,
            Condition::With(text, value) => price(text, value),
            Condition::Any(alternatives) => alternatives.iter().map(Self::price).sum(),
            Condition::Not(other) => other.price(),
            Condition::Of(_, other) => RELATION + OF_RELATION * other.price(),
        });
        prices.sum()
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

/// What a comparison costs, in tenths.
const COMPARISON: usize = 10;
/// A pattern, or a word that is looked for in a column: it walks along the text.
const PATTERN: usize = 15;
/// A regular expression.
const EXPRESSION: usize = 100;
/// A look at what a row has.
const RELATION: usize = 40;
/// A row has several of them, each of which is compared.
const OF_RELATION: usize = 2;

fn price(text: &str, value: &Value) -> usize {
    let patterns = text.matches("like ?").count();
    let comparison = match patterns {
        0 if text.ends_with(" ~ ?") => EXPRESSION,
        0 => COMPARISON,
        patterns => PATTERN * patterns,
    };
    let values = match value {
        Value::Array(_, Some(values)) => values.len().saturating_sub(1),
        _ => 0,
    };
    comparison + values + if text.starts_with("exists") { RELATION } else { 0 }
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

    #[test]
    fn what_one_has_is_looked_for_once() {
        let having = |exists, condition: &'static str, value| {
            let (mut of, mut filter) = (Filter::default(), Filter::default());
            of.and(condition, value);
            filter.exists(exists, of);
            filter
        };
        let (l, m) = ("exists (select from l where l.t = t.id", "exists (select from m where m.t = t.id");
        let mut both = having(l, "l.a = ?", 3);
        both.also("c");
        let mut filter = Filter::default();
        filter.any(vec![
            having(l, "l.a = ?", 1),
            Filter::new("b"),
            having(m, "m.a = ?", 4),
            both,
            having(l, "l.d ilike ?", 2),
        ]);
        let mut values = Vec::new();
        assert_eq!(
            filter.sql(&mut values),
            format!(
                "(({l} and ((l.a = $1) or (l.d ilike $2)))) or (b) or ({m} and m.a = $3)) or ({l} and l.a = $4) and c))"
            )
        );
        assert_eq!(values, [1, 2, 4, 3].map(Value::from));
        // Two looks at `l` and one at `m`, each with its comparisons, and two plain ones.
        let looks = 3 * RELATION + OF_RELATION * (3 * COMPARISON + PATTERN);
        assert_eq!(filter.price(), looks + 2 * COMPARISON);
    }

    #[test]
    fn further_values_and_what_walks_along_texts_have_their_price() {
        let price = |condition: &'static str, value: Value| {
            let mut filter = Filter::default();
            filter.and(condition, value);
            filter.price()
        };
        let texts = |many: usize| Value::from(vec![String::from("x"); many]);
        assert_eq!(price("a = any(?)", texts(1)), 10);
        assert_eq!(price("a = any(?)", texts(41)), 50);
        assert_eq!(price("exists (select from l where l.a = any(?))", texts(11)), 60);
        assert_eq!(price("(a ilike ? or b ilike ?)", "x".into()), 30);
        assert_eq!(price("a ~ ?", "x".into()), 100);
    }
}
