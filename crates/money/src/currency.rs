//! Digits of currencies, by ISO 4217.
//!
//! These are the digits that money is counted in, and those of `private.currency_digits`. They are not the
//! `decimal_digits` that `/store/currencies` answers: those are Unicode CLDR's, which say how people write prices, and name
//! fewer for currencies whose coins went out of use (the forint has two digits in a bank and none on a shelf). To round with
//! them would round away what somebody wrote.

/// Currencies without a smaller coin.
const NONE: [&str; 17] = [
    "bif", "clp", "djf", "gnf", "isk", "jpy", "kmf", "krw", "pyg", "rwf", "ugx", "uyi", "vnd", "vuv", "xaf", "xof",
    "xpf",
];
/// Currencies of a thousand coins.
const THREE: [&str; 7] = ["bhd", "iqd", "jod", "kwd", "lyd", "omr", "tnd"];

/// Digits behind the point of a currency, by its lower-case code: 0, 2 or 3; two for a code that is not known.
pub fn digits(code: &str) -> u8 {
    match code {
        code if NONE.contains(&code) => 0,
        code if THREE.contains(&code) => 3,
        _ => 2,
    }
}
