//! Prices.

pub mod price;
pub mod price_list;
pub mod price_list_price;
pub mod price_list_rule;
pub mod price_preference;
pub mod price_rule;
pub mod price_set;
