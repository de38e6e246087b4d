//! The outbox against a real Postgres.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod causes;
mod emit;
mod fan_out;
mod months;
mod subscriptions;
mod support;
