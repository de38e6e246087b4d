//! Medusa's side of identity: its tokens, and its routes below `/auth`, `/store/customers` and `/admin`.

pub mod admin;
pub mod auth;
mod bearer;
mod bodies;
mod caller;
pub(crate) mod errors;
pub(crate) mod person;
mod private;
mod registration;
pub mod store;
pub mod token;
