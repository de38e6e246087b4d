//! Points, tiers, referrals.

pub mod loyalty_account;
pub mod loyalty_program;
pub mod loyalty_tier;
pub mod points_allocation;
pub mod points_entry;
pub mod points_lot;
pub mod referral;
pub mod referral_code;
