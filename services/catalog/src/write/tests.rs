//! Planning without a database.
