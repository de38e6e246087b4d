//! Of which days a report tells, and by what.

use chrono::{DateTime, Days, NaiveDate, Utc};
use db::Tx;
use sea_orm::FromQueryResult;
use web::{
    ApiError,
    query::{Params, shorten},
};

/// The most lines of a report.
const MOST: i64 = 1_000;
/// So many lines when nobody says.
const LIMIT: i64 = 100;
/// So many days when nobody says.
const DAYS: u64 = 30;

/// What was asked for.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    pub(super) by: &'static str,
    pub(super) limit: i64,
    pub(super) offset: i64,
}

/// Whole days, the last included; they begin and end by UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

impl Asked {
    /// Reads `from`, `to`, `by`, `limit` and `offset`; `by` is the first of these when nobody says.
    pub(super) fn read(params: &mut Params, by: &'static [&'static str]) -> Self {
        let [from, to] = ["from", "to"].map(|name| day(params, name));
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            params.complain(format!("Value for field 'to' is before 'from', {from}: choose a later day"));
        }
        let wanted = params.text("by").unwrap_or_else(|| by[0].to_owned());
        let known = by.iter().find(|name| **name == wanted);
        if known.is_none() {
            params.complain(format!("Expected: '{}' for field 'by', but got: '{}'", by.join(", "), shorten(&wanted)));
        }
        Self {
            from,
            to,
            by: known.unwrap_or(&by[0]),
            limit: params.integer("limit", 1, MOST).unwrap_or(LIMIT),
            offset: params.integer("offset", 0, 1_000_000).unwrap_or(0),
        }
    }

    /// The days: the last thirty when nobody says.
    pub(super) fn period(&self, now: DateTime<Utc>) -> Period {
        let today = now.date_naive();
        let to = self.to.unwrap_or_else(|| self.from.map_or(today, |from| from.max(today)));
        let from = self.from.unwrap_or_else(|| to.checked_sub_days(Days::new(DAYS - 1)).unwrap_or(to));
        Period { from, to }
    }
}

fn day(params: &mut Params, name: &str) -> Option<NaiveDate> {
    let text = params.text(name)?;
    // Years that Postgres knows, and people mean.
    let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok().filter(|day| {
        let year = chrono::Datelike::year(day);
        (2000..=2200).contains(&year)
    });
    if day.is_none() {
        params.complain(format!("Expected a day, as 2026-11-23, for field '{name}', but got: '{}'", shorten(&text)));
    }
    day
}

#[derive(FromQueryResult)]
struct Refreshed {
    refreshed_at: Option<DateTime<Utc>>,
}

/// When the sums were counted last; `None`: never yet.
pub(super) async fn refreshed_at(tx: &Tx, name: &str) -> Result<Option<DateTime<Utc>>, ApiError> {
    let Refreshed { refreshed_at } =
        db::fetch_one(tx, "select private.refreshed_at($1) as refreshed_at", [name.into()]).await?;
    Ok(refreshed_at)
}
