//! Tables as types.
//!
//! Owns one sea-orm entity per table, by domain, the ids as they look on the wire ([`ids`]), and how a column is read
//! ([`cell`]).
//! Must never hold a query, a rule or anything that talks to a database.
//! To add a table: write its migration, then its file in the domain's folder; a test of `migrations` fails while
//! the two differ.

pub mod analytics;
pub mod audit;
pub mod carts;
pub mod catalog;
pub mod cell;
pub mod content;
pub mod credits;
pub mod customers;
pub mod identity;
pub mod ids;
pub mod inventory;
pub mod loyalty;
pub mod orders;
pub mod payments;
pub mod pricing;
pub mod promotions;
pub mod providers;
pub mod sales;
pub mod shipping;
pub mod subscriptions;
pub mod system;
pub mod tax;

mod number;
mod timestamp;

pub use number::Number;
pub use timestamp::Timestamp;
