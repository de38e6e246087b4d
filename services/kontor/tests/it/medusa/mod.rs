//! Medusa's `/auth` and `/store/customers`, and the two APIs together.

mod addresses;
mod customers;
mod factors;
mod passwords;
mod proof;
mod register;
mod sign_in;
mod tokens;
mod users;
pub(crate) mod visitor;
