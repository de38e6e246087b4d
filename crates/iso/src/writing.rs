//! How people of a language write numbers and days.

/// What a language has of its own.
#[derive(Debug)]
pub struct Writing {
    /// The language.
    pub language: &'static str,
    months: [&'static str; 12],
    /// `22. November` has a dot behind the day.
    has_dot: bool,
    /// Between thousands.
    thousands: char,
    /// Before the decimals.
    point: char,
    /// Whether the sign of a currency stands before its amount.
    pub sign_first: bool,
}

static ENGLISH: Writing = Writing {
    language: "en",
    months: [
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
    ],
    has_dot: false,
    thousands: ',',
    point: '.',
    sign_first: true,
};

static GERMAN: Writing = Writing {
    language: "de",
    months: [
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
    ],
    has_dot: true,
    thousands: '.',
    point: ',',
    sign_first: false,
};

/// That of a locale (`de-AT`); English where it is not known.
pub fn writing(locale: &str) -> &'static Writing {
    let language = locale.split(['-', '_']).next().unwrap_or_default();
    if language.eq_ignore_ascii_case("de") { &GERMAN } else { &ENGLISH }
}

impl Writing {
    /// A day: `22 November 2026`, `22. November 2026`; the month is counted from 0.
    pub fn day(&self, year: i32, month0: u32, day: u32) -> String {
        let month = usize::try_from(month0).ok().and_then(|nth| self.months.get(nth)).copied().unwrap_or_default();
        let dot = if self.has_dot { "." } else { "" };
        format!("{day}{dot} {month} {year}")
    }

    /// A number without a sign, of its digits: `1234.50` as `1,234.50` or `1.234,50`.
    pub fn number(&self, digits: &str) -> String {
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let mut text = String::with_capacity(digits.len() + whole.len() / 3);
        for (nth, digit) in whole.chars().enumerate() {
            if nth > 0 && (whole.len() - nth).is_multiple_of(3) {
                text.push(self.thousands);
            }
            text.push(digit);
        }
        if !part.is_empty() {
            text.push(self.point);
            text.push_str(part);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::writing;

    #[test]
    fn numbers_and_days() {
        for (locale, digits, written) in [
            ("en", "1234567.80", "1,234,567.80"),
            ("de-AT", "1234567.80", "1.234.567,80"),
            ("de", "999", "999"),
            ("fr", "1000", "1,000"),
            ("", "0.5", "0.5"),
        ] {
            assert_eq!(writing(locale).number(digits), written, "{locale}");
        }
        assert_eq!(writing("en_GB").day(2026, 10, 3), "3 November 2026");
        assert_eq!(writing("DE").day(2026, 2, 1), "1. März 2026");
        assert_eq!(writing("en").day(2026, 12, 1), "1  2026", "a month that there is not");
    }
}
