//! The statements of the Admin API. Customers, groups, channels and settings are read and changed as whoever calls, so the
//! database decides too; people, invitations and keys as Kontor itself, which names the shop in each statement.

pub mod channels;
pub mod customer_orders;
pub mod customers;
pub mod groups;
pub mod invites;
pub mod keys;
pub mod people;
pub mod stores;
