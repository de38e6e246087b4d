//! The description and the generator, without a database.
