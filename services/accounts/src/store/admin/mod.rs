//! The statements of the Admin API. Customers, groups, channels and settings are read and changed as whoever calls, so the
//! database decides too; people, invitations and keys as Kontor itself, which names the shop in each statement.

pub mod addresses;
mod change;
pub mod channels;
pub mod customers;
pub mod filter;
pub mod groups;
pub mod invites;
pub mod keys;
mod links;
pub mod people;
mod row;
pub mod stores;
mod table;

pub use filter::Filter;
pub use links::Unknown;
pub use table::{Table, names, one, page};
