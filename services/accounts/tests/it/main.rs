//! The statements on identity against a real Postgres.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod admin_users;
mod personal_keys;
mod support;
