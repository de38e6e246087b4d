//! The log of calls against a real Postgres: what is kept, and what is lost and counted.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod calls;
mod outage;
mod support;
mod writing;
