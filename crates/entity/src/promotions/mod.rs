//! Promotions, campaigns, and what of them was used.

pub mod campaign;
pub mod campaign_budget_usage;
pub mod promotion;
pub mod promotion_rule;
pub mod promotion_usage;
