//! What is taxed where, and how much.

pub mod tax_rate;
pub mod tax_rate_rule;
pub mod tax_region;
