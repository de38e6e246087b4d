//! What promotions take off.
//!
//! Source: medusa `modules/promotion/src/{services,utils/compute-actions,utils/validations}` and
//! `core/utils/src/totals/promotion`. Amounts are in units of the currency.
//!
//! Whether a promotion is active, its campaign runs and its campaign's budget lasts is the database's to know: what it does
//! not answer is not here. Limits of use are looked at here and counted where the order is placed.

mod apply;
mod buyget;
mod kinds;
mod ledger;
mod standard;

pub use apply::{Applied, MOST_LINES, MOST_PROMOTIONS, MOST_RULES, Target, TooMany, apply};
pub use kinds::{Allocation, Context, Item, Kind, Method, Promotion, TargetType};
