//! Amounts as people write them.

use iso::Writing;

use crate::{Amount, currency};

/// An amount with its currency: `€1,234.50`, `1.234,50 €`, `DKK 100.00`; `gap` stands between the two where they stand apart.
pub fn written(writing: &Writing, code: &str, amount: &Amount, gap: char) -> String {
    let code = code.to_lowercase();
    let digits = currency::digits(&code);
    let rounded = amount.r(digits);
    let number = writing.number(&whole(&rounded.abs().to_string(), digits));
    let minus = if rounded.is_negative() { "\u{2212}" } else { "" };
    // A sign that begins with letters (CA$) says no more than the code does.
    let sign = iso::currency(&code).map(|known| known.symbol).filter(|sign| !sign.contains(char::is_alphabetic));
    match (sign, writing.sign_first) {
        (Some(sign), true) => format!("{minus}{sign}{number}"),
        (Some(sign), false) => format!("{minus}{number}{gap}{sign}"),
        (None, true) => format!("{minus}{}{gap}{number}", code.to_uppercase()),
        (None, false) => format!("{minus}{number}{gap}{}", code.to_uppercase()),
    }
}

/// With all of its digits behind the point.
fn whole(text: &str, digits: u8) -> String {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if digits == 0 {
        return whole.to_owned();
    }
    format!("{whole}.{part:0<width$}", width = usize::from(digits))
}

#[cfg(test)]
mod tests {
    use super::written;
    use crate::Amount;

    #[test]
    fn amounts_are_written_as_people_write_them() {
        for (locale, currency, amount, expected) in [
            ("en", "eur", "1234.5", "€1,234.50"),
            ("de-DE", "eur", "1234567.5", "1.234.567,50 €"),
            ("de", "eur", "-0.004", "0,00 €"),
            ("en", "usd", "-12", "\u{2212}$12.00"),
            ("en", "EUR", "13.905", "€13.91"),
            ("en", "dkk", "100", "DKK 100.00"),
            ("de", "dkk", "100", "100,00 DKK"),
            ("en", "jpy", "1200", "¥1,200"),
            ("en", "kwd", "1.5", "KWD 1.500"),
            ("xx", "eur", "0", "€0.00"),
        ] {
            let amount = amount.parse().unwrap_or_else(|_| Amount::zero());
            assert_eq!(written(iso::writing(locale), currency, &amount, ' '), expected);
        }
    }
}
