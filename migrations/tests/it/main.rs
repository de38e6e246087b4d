//! The schema on a real Postgres: that it migrates, that it is sound, and that it keeps shops apart.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails where it unwraps, as the test would")]

mod entities;
mod matrix;
mod orders;
mod schema;
