//! The Admin API of the catalogue.

mod products;
mod settings;
mod taxonomy;
