//! Who people are: sign-up, sign-in, sessions, and the shops they belong to.
//!
//! Owns the identity tables of schema `auth` and the routes below `/api/auth`, which speak Better Auth 1.7's wire format.
//! Must never keep a token, a code or a password where its hash will do, take an identity from anything but a session, or
//! tell a stranger whether an address has an account.
//!
//! To add an operation: one file below its plugin's folder in [`better_auth`], with its `Input`, its handler and its line
//! in that folder's `router`; its statements in [`store`].

mod backup_codes;
pub mod better_auth;
pub mod door;
pub mod import;
mod letters;
mod logs;
pub mod medusa;
pub mod postgrest;
pub mod privacy;
mod purge;
pub mod seal;
pub mod seed;
pub mod shares;
mod state;
pub mod store;
mod vouched;

pub use purge::Purge;
pub use state::{Accounts, Error};

/// What is said of them.
pub fn document() -> utoipa::openapi::OpenApi {
    better_auth::docs::document()
}

/// The routes of this service.
pub fn router(accounts: &Accounts) -> axum::Router {
    better_auth::router(accounts.clone())
}
