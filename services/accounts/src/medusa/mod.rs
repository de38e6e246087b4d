//! Medusa's side of identity: its tokens, and its routes below `/auth`, `/store/customers` and `/admin`.

pub mod admin;
pub mod auth;
pub mod store;
pub mod token;
