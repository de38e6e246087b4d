//! The embedded Postgres on real folders and with real processes. `./scripts/setup` has to have run.
#![expect(clippy::unwrap_used, reason = "clippy knows test functions, and not what they share")]

mod home;
mod lifecycle;
mod places;
mod recovery;
mod roles;
