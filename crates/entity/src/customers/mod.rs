//! Who buys: customers, their addresses, their groups.

pub mod customer;
pub mod customer_group;
pub mod customer_group_customer;
pub mod former_address;
pub mod privacy_page;
pub mod privacy_request;
pub mod saved_address;
