//! The schema on a real Postgres: that it migrates, that it is sound, and that it keeps shops apart.

mod matrix;
mod schema;
