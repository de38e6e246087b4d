//! Money and days, as people of a language write them.

use chrono::{DateTime, Datelike};

/// A space that nothing is broken at.
const NARROW: char = '\u{a0}';

/// An amount with its currency: `$1,234.50`, `1.234,50 €`.
pub(crate) fn money(locale: &str, amount: &str, currency: &str) -> String {
    let Ok(amount) = amount.parse() else { return String::new() };
    ::money::written(iso::writing(locale), currency, &amount, NARROW)
}

/// The day of a moment: `23 November 2026`, `23. November 2026`.
pub(crate) fn day(locale: &str, moment: &str) -> String {
    let Ok(moment) = DateTime::parse_from_rfc3339(moment) else { return String::new() };
    iso::writing(locale).day(moment.year(), moment.month0(), moment.day())
}

#[cfg(test)]
mod tests {
    use super::{day, money};

    #[test]
    fn money_as_it_is_written() {
        for (locale, amount, currency, written) in [
            ("en", "1234.5", "usd", "$1,234.50"),
            ("de", "1234567.8", "eur", "1.234.567,80\u{a0}€"),
            ("en", "-5", "usd", "\u{2212}$5.00"),
            ("de", "0", "eur", "0,00\u{a0}€"),
            ("en", "five", "eur", ""),
        ] {
            assert_eq!(money(locale, amount, currency), written);
        }
    }

    #[test]
    fn days_as_they_are_written() {
        assert_eq!(day("en", "2026-11-03T23:59:59.999Z"), "3 November 2026");
        assert_eq!(day("de", "2026-03-01T00:00:00.000Z"), "1. März 2026");
        assert_eq!(day("de", "soon"), "");
    }
}
