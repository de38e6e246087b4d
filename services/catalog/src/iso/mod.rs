//! What the world agrees on, so no shop has to store it.

mod countries;
mod currencies;

pub use countries::{Country, country};
pub use currencies::{Currency, currency};
