//! Amounts as people write them.

use money::Amount;

use super::Words;

/// An amount with its currency: `€1,234.50`, `1.234,50 €`, `DKK 100.00`.
pub(crate) fn written(words: &Words, currency: &str, amount: &Amount) -> String {
    let digits = money::currency::digits(currency);
    let text = amount.abs().r(digits).to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let (thousands, point) = words.signs;
    let mut number = grouped(whole, thousands);
    if digits > 0 {
        number.push(point);
        let missing = usize::from(digits).saturating_sub(part.len());
        number.push_str(part);
        number.extend(std::iter::repeat_n('0', missing));
    }
    let minus = if amount.r(digits).is_negative() { "\u{2212}" } else { "" };
    // A sign that begins with letters (CA$) says no more than the code does.
    let known =
        iso::currency(currency).map(|currency| currency.symbol).filter(|sign| !sign.contains(char::is_alphabetic));
    match (known, words.sign_first) {
        (Some(sign), true) => format!("{minus}{sign}{number}"),
        (Some(sign), false) => format!("{minus}{number} {sign}"),
        (None, true) => format!("{minus}{} {number}", currency.to_uppercase()),
        (None, false) => format!("{minus}{number} {}", currency.to_uppercase()),
    }
}

fn grouped(whole: &str, sign: char) -> String {
    let mut text = String::new();
    for (nth, digit) in whole.chars().enumerate() {
        if nth > 0 && (whole.len() - nth).is_multiple_of(3) {
            text.push(sign);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{super::words, written};

    #[test]
    fn amounts_are_written_as_people_write_them() {
        for (locale, currency, amount, expected) in [
            ("en", "eur", "1234.5", "€1,234.50"),
            ("de-DE", "eur", "1234567.5", "1.234.567,50 €"),
            ("de", "eur", "-0.004", "0,00 €"),
            ("en", "usd", "-12", "\u{2212}$12.00"),
            ("en", "dkk", "100", "DKK 100.00"),
            ("de", "dkk", "100", "100,00 DKK"),
            ("en", "jpy", "1200", "¥1,200"),
            ("en", "kwd", "1.5", "KWD 1.500"),
            ("xx", "eur", "0", "€0.00"),
        ] {
            let amount = amount.parse().unwrap_or_else(|_| money::Amount::zero());
            assert_eq!(written(words(Some(locale)), currency, &amount), expected);
        }
    }
}
