//! The format, without a database.
