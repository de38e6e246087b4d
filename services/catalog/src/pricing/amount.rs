//! Which amounts of money can be kept.

use bigdecimal::{BigDecimal, num_bigint::Sign};

/// Digits of an amount, before and behind the point.
const DIGITS: (u64, i64) = (15, 10);

/// What is wrong with an amount, to be said behind the name of its field.
pub(crate) fn problem(amount: &BigDecimal) -> Option<&'static str> {
    if amount.sign() == Sign::Minus {
        return Some("too small, expected at least: '0'");
    }
    // Postgres answers zeros behind the last digit that somebody wrote.
    let amount = amount.normalized();
    let (digits, scale) = (amount.digits(), amount.fractional_digit_count());
    let fits = scale <= DIGITS.1 && digits <= 40 && digits.saturating_add_signed(-scale.max(-40)) <= DIGITS.0;
    (!fits).then_some("has too many digits: at most 15 before the point and 10 behind it")
}
