//! Prices.

pub mod price;
pub mod price_preference;
pub mod price_rule;
pub mod price_set;
