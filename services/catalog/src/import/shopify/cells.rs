//! A line and what its cells say.

use bigdecimal::BigDecimal;
use csv::StringRecord;

use super::{
    columns::{Column, Columns},
    guard::unguarded,
};

/// A line with all its cells.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) number: u64,
    pub(super) columns: &'a Columns,
    pub(super) record: &'a StringRecord,
}

const MAX_SHOWN: usize = 40;
const MAX_DIGITS: usize = 15;

impl Line<'_> {
    /// The cell's text; none when the file has no such column.
    pub(super) fn cell(&self, column: Column) -> Option<&str> {
        self.columns.place(column).map(|place| unguarded(self.record.get(place).unwrap_or_default().trim()))
    }

    /// The cell's text, when it says something.
    pub(super) fn text(&self, column: Column) -> Option<&str> {
        self.cell(column).filter(|text| !text.is_empty())
    }

    /// The cell's text, empty where a present column says nothing, as drafts want it.
    pub(super) fn given(&self, column: Column) -> Option<String> {
        self.cell(column).map(str::to_owned)
    }

    /// An amount or a weight: digits with at most one point.
    pub(super) fn number(&self, column: Column) -> Result<Option<BigDecimal>, String> {
        let Some(text) = self.text(column) else { return Ok(None) };
        if text.starts_with('-') {
            return Err(self.complain(column, text, "is negative"));
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_number = whole.len() + fraction.len() > 0
            && [whole, fraction].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        if !is_number || whole.len() > MAX_DIGITS || fraction.len() > MAX_DIGITS {
            return Err(self.complain(column, text, "is not a number: write it as 1299.90"));
        }
        text.parse().map(Some).map_err(|_| self.complain(column, text, "is not a number: write it as 1299.90"))
    }

    /// A whole number.
    pub(super) fn integer(&self, column: Column) -> Result<Option<i64>, String> {
        let Some(text) = self.text(column) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| self.complain(column, text, "is not a whole number"))
    }

    /// `true` or `false`; nothing is false.
    pub(super) fn truth(&self, column: Column) -> Result<bool, String> {
        let text = self.text(column).unwrap_or("false");
        if text.eq_ignore_ascii_case("true") {
            Ok(true)
        } else if text.eq_ignore_ascii_case("false") {
            Ok(false)
        } else {
            Err(self.complain(column, text, "is neither true nor false"))
        }
    }

    /// An address that a browser can load a picture from.
    pub(super) fn address(&self, column: Column) -> Result<Option<&str>, String> {
        let Some(text) = self.text(column) else { return Ok(None) };
        let is_web = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        if is_web("https://") || is_web("http://") {
            return Ok(Some(text));
        }
        Err(self.complain(column, text, "is no address of the web: it begins with https://"))
    }

    /// `Variant Price 'abc' is not a number`
    pub(super) fn complain(&self, column: Column, text: &str, what: &str) -> String {
        let is_long = text.chars().count() > MAX_SHOWN;
        let shown: String = text.chars().take(MAX_SHOWN).collect();
        format!("{} '{shown}{}' {what}", self.columns.name(column), if is_long { "…" } else { "" })
    }
}
