//! The write side of the catalogue against a real Postgres.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod import;
mod seed;
mod support;
mod write;
