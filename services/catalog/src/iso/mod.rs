//! What the world agrees on, so no shop has to store it.

mod countries;
mod currencies;
mod locales;

pub use countries::{Country, country};
pub use currencies::{Currency, codes as currencies, currency};
pub use locales::{locale, locales};
