//! Tables as types.
//!
//! Owns one sea-orm entity per table, by domain, the ids as they look on the wire ([`ids`]), and how a column is read
//! ([`cell`]).
//! Must never hold a query, a rule or anything that talks to a database.
//! To add a table: write its migration, then its file in the domain's folder; a test of `migrations` fails while
//! the two differ.

pub mod audit;
pub mod catalog;
pub mod cell;
pub mod customers;
pub mod identity;
pub mod ids;
pub mod inventory;
pub mod pricing;
pub mod sales;
pub mod system;

mod timestamp;

pub use timestamp::Timestamp;
