//! The Admin API of the catalogue.

mod settings;
mod taxonomy;
