//! Amounts as Stripe counts them: whole numbers of a currency's smallest unit. How they are rounded is `money`'s.

use money::{Amount, minor, of_minor};

use crate::Unplannable;

/// Stripe takes eight digits, of some currencies four more.
const MOST: i64 = 999_999_999_999;

/// What Stripe is told of an amount; more than nothing.
pub(super) fn to_minor(amount: &Amount, currency: &str) -> Result<i64, Unplannable> {
    if !(currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_lowercase())) {
        return Err(Unplannable::Currency(currency.to_owned()));
    }
    let refuse = |why| Unplannable::Amount { amount: amount.to_string(), currency: currency.to_owned(), why };
    match minor(amount, currency) {
        Some(units @ 1..=MOST) => Ok(units),
        Some(0) => Err(refuse("it is not more than nothing")),
        None if amount.is_negative() => Err(refuse("it is less than nothing")),
        _ => Err(refuse("it is too much")),
    }
}

/// What Stripe says, in the currency.
pub(super) fn from_minor(units: i64, currency: &str) -> Amount {
    of_minor(units, currency)
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn what_is_told_is_more_than_nothing_and_not_too_much() {
        for (amount, currency, expected) in [
            ("10.99", "eur", Some(1099)),
            ("10.990000", "eur", Some(1099)),
            ("10.995", "eur", Some(1100)),
            ("500", "jpy", Some(500)),
            ("5.120", "kwd", Some(5120)),
            ("5.124", "kwd", Some(5130)),
            ("5", "isk", Some(500)),
            ("0", "eur", None),
            ("0.004", "eur", None),
            ("-0.004", "eur", None),
            ("-1", "eur", None),
            ("9999999999.99", "eur", Some(999_999_999_999)),
            ("10000000000", "eur", None),
            ("10000000000000000000", "eur", None),
            ("1", "EUR", None),
            ("1", "eu", None),
            ("1", "", None),
            ("1", "eü", None),
        ] {
            let told = to_minor(&amount.parse().unwrap(), currency);
            assert_eq!(told.as_ref().ok(), expected.as_ref(), "{amount} {currency}: {told:?}");
        }
    }

    proptest! {
        #[test]
        fn there_and_back(units in 1_i64..99_999_999, which in 0_usize..4) {
            let (currency, step) = [("eur", 1), ("jpy", 1), ("tnd", 10), ("isk", 100)][which];
            let units = units * step;
            prop_assert_eq!(to_minor(&from_minor(units, currency), currency).unwrap(), units);
        }
    }
}
