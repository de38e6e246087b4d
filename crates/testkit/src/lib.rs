//! What tests stand on.
//!
//! Owns the test cluster, a migrated template database, a clone of it per test, the fake clock and the HTTP client.
//! Must never be a dependency of anything but tests, know a service, or pretend to be a part that runs here for real.
//!
//! The first test of a run starts the embedded Postgres below `.kontor/` (or takes the server of
//! `KONTOR_TEST_DATABASE_URL`, a superuser's URL) and builds the template, all others wait for it.

mod client;
mod cluster;
mod database;
mod jobs;

pub use client::{Answer, Client, Event, Events, Request};
pub use database::TestDb;
pub use db::{Clock, FakeClock};
