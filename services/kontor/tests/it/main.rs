//! Everything together, through HTTP and on a real Postgres.

mod bad_input;
mod caching;
mod cli;
mod openapi;
mod outage;
mod shop;
mod store;
