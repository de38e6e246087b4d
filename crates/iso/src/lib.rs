//! What the world agrees on, so no shop has to store it: countries (ISO 3166-1), currencies (CLDR, ISO 4217), languages (BCP 47).
//!
//! Owns names and codes. Must never know a shop, nor the digits in which money is counted: those are `money::currency`'s.

mod countries;
mod currencies;
mod locales;

pub use countries::{Country, country};
pub use currencies::{Currency, codes as currencies, currency};
pub use locales::{locale, locales};
