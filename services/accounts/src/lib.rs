//! Who people are, what they may do in a shop, and what is kept of them.
//!
//! Owns the identity tables of schema `auth`, customers with their groups and addresses, a shop's keys, channels and settings,
//! both logs, and the requests to be told or erased. Its routes: `/api/auth`, in Better Auth 1.7's wire format; `/auth`,
//! `/store/customers` and what belongs to these tables below `/admin`, in Medusa's.
//! Must never keep a token, a code or a password where its hash will do, take an identity from anything but a session, or
//! tell a stranger whether an address has an account.
//!
//! To add an operation: one file below its plugin's folder in [`better_auth`], with its `Input`, its handler and its line
//! in that folder's `router`; of the other routes one file below [`medusa`]; its statements in [`store`].

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

use jobs::{Registry, Schedule, ScheduleError};

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

/// The jobs of this service.
pub fn jobs(desk: privacy::Desk) -> Registry {
    desk.jobs().with::<Purge>(())
}

/// When some of them are due.
pub fn schedules() -> Result<Vec<Schedule>, ScheduleError> {
    Ok(vec![Purge::schedule()?, privacy::TidyRequests::schedule()?])
}
