//! Everything together, through HTTP and on a real Postgres.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails where it unwraps, as the test would")]

mod accounts;
mod admin;
mod bad_input;
mod caching;
mod carts;
mod catalog;
mod cli;
mod credentials;
mod documents;
mod exchange;
mod feeds;
mod files;
mod limits;
mod logs;
mod mailed_factor;
mod medusa;
mod openapi;
mod outage;
mod passkeys;
mod pooler;
mod postgrest;
mod privacy;
mod quotes;
mod reviews;
mod search;
mod secrets;
mod shop;
mod stock;
mod store;
