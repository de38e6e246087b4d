//! Everything together, through HTTP and on a real Postgres.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails where it unwraps, as the test would")]

mod accounts;
mod admin;
mod bad_input;
mod caching;
mod carts;
mod catalog;
mod changes;
mod cli;
mod credentials;
mod credit;
mod documents;
mod exchange;
mod feeds;
mod files;
mod limits;
mod logs;
mod mailed_factor;
mod medusa;
mod openapi;
mod orders;
mod outage;
mod passkeys;
mod payments;
mod pooler;
mod postgrest;
mod privacy;
mod promotions;
mod quotes;
mod reviews;
mod search;
mod secrets;
mod selling;
mod shop;
mod stock;
mod store;
