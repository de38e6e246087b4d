//! What the world agrees on, so no shop has to store it: countries (ISO 3166-1), currencies (CLDR, ISO 4217), languages (BCP 47), and how people
//! of a language write numbers and days.
//!
//! Owns names and codes. Must never know a shop, nor the digits in which money is counted: those are `money::currency`'s.

mod countries;
mod currencies;
mod locales;
mod writing;

pub use countries::{Country, country};
pub use currencies::{Currency, codes as currencies, currency};
pub use locales::{locale, locales};
pub use writing::{Writing, writing};
