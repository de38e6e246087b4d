//! What Stripe is told: amounts in the least coin, as integers.
//!
//! Source: <https://docs.stripe.com/currencies> and medusa `modules/providers/payment-stripe/src/utils/get-smallest-unit.ts`.
//! What comes back is compared as integers with what went out; if they are equal, the amount that went out is booked, never
//! one that was converted back.

use bigdecimal::{ToPrimitive, num_bigint::BigInt};

use crate::Amount;

const NO_DIGITS: [&str; 15] =
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"];
const THREE_DIGITS: [&str; 5] = ["bhd", "jod", "kwd", "omr", "tnd"];
/// Kept with two digits for old clients' sake, both of which must be zeros.
const TWO_ZEROS: [&str; 2] = ["isk", "ugx"];

/// The amount in Stripe's least unit of the currency (lower-case code), rounded half-up; with three digits up to the next
/// ten, as Stripe wants it. `None` if it is below zero or beyond an `i64`.
pub fn minor(amount: &Amount, currency_code: &str) -> Option<i64> {
    if amount.is_negative() {
        return None;
    }
    let units = if TWO_ZEROS.contains(&currency_code) {
        amount.r(0).units(2)
    } else {
        let digits = digits(currency_code);
        let units = amount.r(digits).units(digits);
        // The tens are counted after the thousandths were rounded.
        if digits == 3 { (units + 9) / BigInt::from(10) * 10 } else { units }
    };
    units.to_i64()
}

/// What that many of Stripe's least units are: for amounts that only Stripe has named.
pub fn of_minor(units: i64, currency_code: &str) -> Amount {
    Amount::of_units(units, digits(currency_code))
}

fn digits(currency_code: &str) -> u8 {
    match currency_code {
        code if NO_DIGITS.contains(&code) => 0,
        code if THREE_DIGITS.contains(&code) => 3,
        _ => 2,
    }
}
