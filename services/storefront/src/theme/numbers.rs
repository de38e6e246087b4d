//! Money and days, as people of a language write them.

use std::str::FromStr;

use bigdecimal::{BigDecimal, RoundingMode, num_bigint::Sign};
use chrono::{DateTime, Datelike};

/// A space that nothing is broken at.
const THIN: char = '\u{a0}';

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_DE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// An amount with its currency: `$1,234.50`, `1.234,50 €`.
pub(crate) fn money(locale: &str, amount: &str, currency: &str) -> String {
    let Ok(amount) = BigDecimal::from_str(amount) else { return String::new() };
    let known = iso::currency(&currency.to_lowercase());
    let digits = known.map_or(2, |currency| i64::from(currency.decimal_digits));
    let symbol = known.map_or_else(|| currency.to_uppercase(), |known| known.symbol.to_owned());
    let rounded = amount.with_scale_round(digits, RoundingMode::HalfUp);
    let sign = if rounded.sign() == Sign::Minus { "\u{2212}" } else { "" };
    let plain = rounded.abs().to_plain_string();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let (group, point) = if locale == "de" { ('.', ',') } else { (',', '.') };
    let mut number = grouped(whole, group);
    if !part.is_empty() {
        number.push(point);
        number.push_str(part);
    }
    match locale {
        "de" => format!("{sign}{number}{THIN}{symbol}"),
        _ if symbol.chars().any(char::is_alphabetic) => format!("{sign}{symbol}{THIN}{number}"),
        _ => format!("{sign}{symbol}{number}"),
    }
}

fn grouped(digits: &str, sign: char) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(sign);
        }
        text.push(digit);
    }
    text
}

/// The day of a moment: `23 November 2026`, `23. November 2026`.
pub(crate) fn day(locale: &str, moment: &str) -> String {
    let Ok(moment) = DateTime::parse_from_rfc3339(moment) else { return String::new() };
    let month = usize::try_from(moment.month0()).unwrap_or_default();
    let (day, year) = (moment.day(), moment.year());
    match locale {
        "de" => format!("{day}. {} {year}", MONTHS_DE[month]),
        _ => format!("{day} {} {year}", MONTHS_EN[month]),
    }
}

#[cfg(test)]
mod tests {
    use super::{day, money};

    #[test]
    fn money_as_it_is_written() {
        for (locale, amount, currency, written) in [
            ("en", "1234.5", "usd", "$1,234.50"),
            ("en", "13.905", "eur", "€13.91"),
            ("de", "1234567.8", "eur", "1.234.567,80\u{a0}€"),
            ("en", "-5", "usd", "\u{2212}$5.00"),
            ("en", "500", "jpy", "¥500"),
            ("de", "0", "eur", "0,00\u{a0}€"),
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
