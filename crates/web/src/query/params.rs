//! The strict schema: every parameter is taken by name, whatever is left over is unrecognised.

use std::fmt::Write;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::parse::{self, QueryValue, Unreadable};
use crate::ApiError;

/// The parameters of a request, and what is wrong with them.
#[derive(Debug)]
pub struct Params {
    values: Vec<(String, QueryValue)>,
    issues: Vec<String>,
    refusals: Vec<String>,
}

/// Medusa tells three issues at most.
const MAX_ISSUES: usize = 3;
/// So much of a wrong value is repeated to its sender.
const MAX_ECHO: usize = 100;
/// So many values one filter takes.
const MAX_VALUES: usize = 1_000;

pub fn shorten(text: &str) -> String {
    text.chars().take(MAX_ECHO).collect()
}

impl Params {
    /// Parses a raw query string.
    pub fn parse(raw: &str) -> Result<Self, ApiError> {
        let values = parse::parse(raw).map_err(|unreadable| match unreadable {
            Unreadable::Parameters => ApiError::invalid_data("Invalid request: Too many query parameters"),
            Unreadable::Depth => ApiError::invalid_data("Invalid request: Query parameters are nested too deeply"),
            Unreadable::Nul => {
                ApiError::invalid_data("Invalid request: Query parameters must not contain NUL characters")
            }
        })?;
        Ok(Self { values, issues: Vec::new(), refusals: Vec::new() })
    }

    /// Takes a parameter out, whatever it is.
    pub fn take(&mut self, name: &str) -> Option<QueryValue> {
        let at = self.values.iter().position(|(known, _)| known == name)?;
        Some(self.values.remove(at).1)
    }

    /// Whether a parameter is there.
    pub fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(known, _)| known == name)
    }

    /// Takes a text.
    pub fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            QueryValue::Text(text) => Some(text),
            other => {
                self.wrong_type(name, "string", &other);
                None
            }
        }
    }

    /// Takes a whole number, read as JavaScript's `parseInt` reads it.
    pub fn integer(&mut self, name: &str, least: i64, most: i64) -> Option<i64> {
        let text = match self.take(name)? {
            QueryValue::Text(text) => text,
            other => {
                self.wrong_type(name, "number", &other);
                return None;
            }
        };
        let Some(number) = parse_int(&text) else {
            self.wrong_type(name, "number", &QueryValue::Text(text));
            return None;
        };
        if number < least {
            self.issues.push(format!("Value for field '{name}' too small, expected at least: '{least}'"));
            None
        } else if number > most {
            self.issues.push(format!("Value for field '{name}' too big, expected at most: '{most}'"));
            None
        } else {
            Some(number)
        }
    }

    /// Takes `true` or `false`.
    pub fn boolean(&mut self, name: &str) -> Option<bool> {
        let value = self.take(name)?;
        match value.as_text() {
            Some("true" | "1") => Some(true),
            Some("false" | "0") => Some(false),
            _ => {
                self.wrong_type(name, "boolean", &value);
                None
            }
        }
    }

    /// Takes one text or several: `a=1`, `a[]=1&a[]=2`, `a[]=1,2`, `a[$in][]=1`.
    pub fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let value = self.take(name)?;
        match &value {
            QueryValue::Map(map) => match map.as_slice() {
                [(operator, inner @ QueryValue::Text(_))] if operator == "$eq" || operator == "$in" => {
                    self.listed(name, inner)
                }
                [(operator, QueryValue::List(items))] if operator == "$in" => all_texts(items),
                _ => self.listed(name, &value),
            },
            _ => self.listed(name, &value),
        }
    }

    /// The texts of a value, which is one or several; `name` is for the complaint.
    pub fn listed(&mut self, name: &str, value: &QueryValue) -> Option<Vec<String>> {
        let texts = match value {
            QueryValue::Text(text) => Some(vec![text.clone()]),
            QueryValue::List(items) => all_texts(items),
            QueryValue::Map(_) => None,
        };
        // A list of one text is split on commas: `id[]=a,b` is what some clients make of a list.
        let texts = texts.map(|texts| match (value, texts.as_slice()) {
            (QueryValue::List(_), [only]) => only.split(',').map(|part| part.trim().to_owned()).collect(),
            _ => texts,
        });
        match texts {
            Some(texts) if texts.len() > MAX_VALUES => {
                self.issues.push(format!("Value for field '{name}' too big, expected at most: '{MAX_VALUES}'"));
                None
            }
            Some(texts) => Some(texts),
            None => {
                self.wrong_type(name, "string, array", value);
                None
            }
        }
    }

    /// Takes a time range: `created_at[$gte]=…&created_at[$lt]=…`.
    pub fn time_range(&mut self, name: &str) -> Option<TimeRange> {
        let value = self.take(name)?;
        let mut range = TimeRange::default();
        let QueryValue::Map(operators) = &value else {
            let Some(time) = value.as_text().and_then(parse_time) else {
                self.wrong_type(name, "object", &value);
                return None;
            };
            return Some(TimeRange { at_least: Some(time), at_most: Some(time), ..range });
        };
        for (operator, bound) in operators {
            let Some(time) = bound.as_text().and_then(parse_time) else {
                self.wrong_type(&format!("{name}, {}", shorten(operator)), "date", bound);
                return None;
            };
            match operator.as_str() {
                "$gte" => range.at_least = Some(time),
                "$gt" => range.after = Some(time),
                "$lte" => range.at_most = Some(time),
                "$lt" => range.before = Some(time),
                "$eq" => {
                    range.at_least = Some(time);
                    range.at_most = Some(time);
                }
                other => {
                    self.issues.push(format!("Unrecognized fields: '{name}, {}'", shorten(other)));
                    return None;
                }
            }
        }
        Some(range)
    }

    /// Notes that a value has the wrong type.
    pub fn wrong_type(&mut self, name: &str, expected: &str, got: &QueryValue) {
        let got = got.as_text().map_or_else(|| got.type_name().to_owned(), shorten);
        self.issues.push(format!("Expected type: '{expected}' for field '{name}', got: '{got}'"));
    }

    /// Says what is wrong in words of its own.
    pub fn complain(&mut self, issue: String) {
        self.issues.push(issue);
    }

    /// Notes that nobody knows a part of a value.
    pub fn unrecognised(&mut self, path: &str) {
        self.issues.push(format!("Unrecognized fields: '{}'", shorten(path)));
    }

    /// Notes that a required value is missing.
    pub fn required(&mut self, name: &str) {
        self.issues.push(format!("Field '{name}' is required"));
    }

    /// Notes a refusal that stands alone, without Medusa's `Invalid request:`.
    pub fn refuse(&mut self, message: String) {
        self.refusals.push(message);
    }

    /// Ends the reading: what was not taken is unrecognised.
    pub fn finish(mut self) -> Result<(), ApiError> {
        if !self.values.is_empty() {
            let names: Vec<_> = self.values.iter().map(|(name, _)| shorten(name)).take(10).collect();
            self.issues.push(format!("Unrecognized fields: '{}'", names.join(", ")));
        }
        if !self.issues.is_empty() {
            let mut message = "Invalid request: ".to_owned();
            for (index, issue) in self.issues.iter().take(MAX_ISSUES).enumerate() {
                let _ = write!(message, "{}{issue}", if index > 0 { "; " } else { "" });
            }
            return Err(ApiError::invalid_data(message));
        }
        match self.refusals.into_iter().next() {
            Some(refusal) => Err(ApiError::invalid_data(refusal)),
            None => Ok(()),
        }
    }
}

/// Bounds of a time, each optional.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TimeRange {
    /// `$gte`
    pub at_least: Option<DateTime<Utc>>,
    /// `$gt`
    pub after: Option<DateTime<Utc>>,
    /// `$lte`
    pub at_most: Option<DateTime<Utc>>,
    /// `$lt`
    pub before: Option<DateTime<Utc>>,
}

/// The words of `q`, of which so many count.
pub fn split_words(text: &str) -> Vec<String> {
    text.split_whitespace().take(16).map(str::to_owned).collect()
}

fn all_texts(items: &[QueryValue]) -> Option<Vec<String>> {
    items.iter().map(|item| item.as_text().map(str::to_owned)).collect()
}

fn parse_int(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let digits_from = usize::from(text.starts_with(['-', '+']));
    let end = text[digits_from..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |at| at + digits_from);
    if end == digits_from {
        return None;
    }
    let negative = text.starts_with('-');
    // A number beyond 64 bits is still a number: too small or too big.
    Some(text[..end].trim_start_matches('+').parse().unwrap_or(if negative { i64::MIN } else { i64::MAX }))
}

/// Years as people write them: Postgres and JavaScript each refuse others elsewhere.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

/// A time as RFC 3339 has it, or a day.
pub fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let time = match DateTime::parse_from_rfc3339(text) {
        Ok(time) => time.to_utc(),
        Err(_) => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0)?.and_utc(),
    };
    YEARS.contains(&time.year()).then_some(time)
}
