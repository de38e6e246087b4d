//! The queue against a real Postgres.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod dead;
mod enqueue;
mod fairness;
mod kill;
mod lease;
mod retry;
mod runner;
mod schedule;
mod support;
mod wake;
mod work;
